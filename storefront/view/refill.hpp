#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storefront::view {

/// A rendered page of ours, once more with what somebody typed: the form he sent gets his words back, faults stand at
/// their fields and on top. Works on the finished HTML, so that no page has to know of it: our templates write every
/// attribute in double quotes and every label with its field's id. Used by one thread.
class Refill {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  /// `path`: the address the form was sent to. Of several forms there, the one with the same hidden fields and the
  /// button that was pressed.
  Refill(std::string html, std::string_view path, const Fields& sent);

  /// How the page calls the field of the sent form: its label without what stands there in small print. Empty for a
  /// field that people do not see, or when the form is no longer on the page.
  std::string LabelOf(const std::string& field) const;
  void Mark(const std::string& field, std::string_view sentence);  ///< Says at the field what is wrong with it.
  void Say(std::string_view sentence);                             ///< On top of the page.
  std::string Html() const;                                        ///< Escapes all that was typed or said.

 private:
  struct Control {
    std::size_t begin = 0, tag_end = 0, end = 0;  ///< "<input …>"; for select and textarea `end` is past "</…>".
    std::string element, type, name, value, id, described_by;
    std::size_t field_class = std::string::npos;  ///< Where the class of the .field around it ends.
  };
  struct SentForm {
    std::vector<Control> controls;
    std::vector<std::size_t> folded;  ///< Where "<details" ends, for those around it or in it.
    std::string action;
  };
  void ReadForms();
  int Fit(const SentForm& form) const;
  void GiveBack(const Control& control, std::size_t nth);
  const Control* Find(const std::string& field) const;

  std::string html_;
  Fields sent_;
  std::vector<SentForm> forms_;
  std::size_t form_ = std::string::npos;       ///< Which of them was sent.
  std::map<std::string, std::string> labels_;  ///< By id.
  struct Edit {
    std::size_t begin, end;
    std::string text;
  };
  std::vector<Edit> edits_;  ///< What was given back.
  std::vector<std::string> said_;
  bool marked_ = false;
};

}  // namespace storefront::view
