#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keel/http/message.hpp"

namespace storefront::web {

/// What a person sent with a form: fields, and files of multipart forms. Texts are valid UTF-8, trimmed, in NFC,
/// without control characters but line ends; a field that is not UTF-8 reads as empty.
class Form {
 public:
  struct File {
    std::string field, name, content_type, bytes;
  };

  /// application/x-www-form-urlencoded or multipart/form-data; anything else, or a body that is broken, is an empty
  /// form.
  static Form Of(const keel::http::Request& request);

  std::string Text(std::string_view name, std::size_t max_letters = 500) const;  ///< First value, cut to `max_letters`.
  std::vector<std::string> All(std::string_view name) const;
  bool Has(std::string_view name) const;
  /// A whole number as people write it: dots, commas and blanks between digits and a "đ" after them are left out
  /// ("118.400 đ" → 118400). Empty for anything else, a sign included.
  std::optional<std::int64_t> Number(std::string_view name) const;
  const std::vector<File>& files() const { return files_; }  ///< Those with any bytes.
  const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

 private:
  void AddField(std::string name, std::string value);
  std::vector<std::pair<std::string, std::string>> fields_;
  std::vector<File> files_;
};

}  // namespace storefront::web
