#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keel/http/message.hpp"
#include "storefront/web/number.hpp"

namespace storefront::web {

/// What a person sent with a form: fields, and files of multipart forms. Texts are valid UTF-8, trimmed, in NFC,
/// without control characters but line ends; a field that is not UTF-8 reads as empty.
class Form {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  struct File {
    std::string field, name, content_type, bytes;
  };

  /// application/x-www-form-urlencoded or multipart/form-data; anything else, or a body that is broken, is an empty
  /// form.
  static Form Of(const keel::http::Request& request);

  std::string Text(std::string_view name, std::size_t max_letters = 500) const;  ///< First value, cut to `max_letters`.
  std::vector<std::string> All(std::string_view name) const;
  bool Has(std::string_view name) const;
  /// Absent or empty, unreadable, or a number: see web::Number. Routes read what a deed depends on with Typed.
  web::Number Number(std::string_view name, Measure measure) const { return ReadNumber(Text(name), measure); }
  const std::vector<File>& files() const { return files_; }  ///< Those with any bytes.
  const Fields& fields() const { return fields_; }

 private:
  void AddField(std::string name, std::string value);
  Fields fields_;
  std::vector<File> files_;
};

}  // namespace storefront::web
