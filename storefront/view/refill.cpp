#include "storefront/view/refill.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "storefront/view/trusted_html.hpp"

namespace storefront::view {
namespace {

/// Every browser's own; never what somebody typed.
constexpr std::array<std::string_view, 2> kOurs{"_token", "khoa"};
constexpr std::size_t npos = std::string::npos;

struct Tag {
  std::size_t begin = 0, end = 0;  ///< "<" and past ">".
  std::string_view name, text;
  bool closes = false;
};

/// The next tag from `from` on. Values are escaped in our pages, so a ">" ends its tag.
std::optional<Tag> NextTag(std::string_view html, std::size_t from) {
  const auto begin = html.find('<', from);
  if (begin == npos) return std::nullopt;
  const auto close = html.find('>', begin);
  if (close == npos) return std::nullopt;
  Tag tag{begin, close + 1, {}, html.substr(begin, close + 1 - begin), html[begin + 1] == '/'};
  const auto name = tag.text.substr(tag.closes ? 2 : 1);
  tag.name = name.substr(0, name.find_first_of(" \n>/"));
  return tag;
}

/// The value of ` name="value"` within a tag; where it stands is told by `at`.
std::optional<std::string_view> Attribute(std::string_view tag, std::string_view name, std::size_t* at = nullptr) {
  const std::string opens = std::string(name) + "=\"";
  for (auto found = tag.find(opens); found != npos; found = tag.find(opens, found + 1)) {
    if (found == 0 || (tag[found - 1] != ' ' && tag[found - 1] != '\n')) continue;
    const auto begin = found + opens.size();
    if (at != nullptr) *at = begin;
    return tag.substr(begin, tag.find('"', begin) - begin);
  }
  return std::nullopt;
}

/// The reverse of EscapeHtml and of ctemplate's.
std::string Unescape(std::string_view html) {
  static constexpr std::array<std::pair<std::string_view, char>, 5> kNames{
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&amp;", '&'}}};
  std::string text;
  while (!html.empty()) {
    const auto found = std::ranges::find_if(kNames, [&](const auto& name) { return html.starts_with(name.first); });
    text += found == kNames.end() ? html.front() : found->second;
    html.remove_prefix(found == kNames.end() ? 1 : found->first.size());
  }
  return text;
}

std::string ValueOf(std::string_view tag, std::string_view name) {
  return Unescape(Attribute(tag, name).value_or(""));
}

/// The words of a label: no tags, no small print, single blanks.
std::string Words(std::string_view html) {
  std::string text;
  while (!html.empty()) {
    if (html.front() != '<') {
      const auto blank = html.front() == ' ' || html.front() == '\n';
      if (!blank || (!text.empty() && text.back() != ' ')) text += blank ? ' ' : html.front();
      html.remove_prefix(1);
      continue;
    }
    const bool small = html.starts_with("<small");
    const auto end = small ? html.find("</small>") : html.find('>');
    html.remove_prefix(end == npos ? html.size() : end + (small ? 8 : 1));
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return Unescape(text);
}

/// `tag` with its attribute set, or added.
std::string With(std::string tag, std::string_view name, std::string_view value) {
  std::size_t at = 0;
  if (const auto old = Attribute(tag, name, &at)) return tag.replace(at, old->size(), EscapeHtml(value));
  return tag.insert(tag.size() - 1, " " + std::string(name) + "=\"" + EscapeHtml(value) + "\"");
}

/// `tag` with or without a bare word such as "checked".
std::string WithWord(std::string tag, std::string_view word, bool wanted) {
  const std::string bare = " " + std::string(word);
  for (auto at = tag.find(bare); at != npos; at = tag.find(bare, at + 1)) {
    const char after = tag[at + bare.size()];
    if (after == ' ' || after == '>' || after == '\n') tag.erase(at, bare.size());
  }
  return wanted ? tag.insert(tag.size() - 1, bare) : tag;
}

bool IsTyped(std::string_view type) {
  constexpr std::array<std::string_view, 6> kOthers{"hidden", "checkbox", "radio", "file", "password", "submit"};
  return std::ranges::find(kOthers, type) == kOthers.end();
}

}  // namespace

Refill::Refill(std::string html, std::string_view path, const Fields& sent) : html_(std::move(html)), sent_(sent) {
  ReadForms();
  const bool any_here = std::ranges::any_of(forms_, [&](const SentForm& form) { return form.action == path; });
  int best = 0;
  for (std::size_t at = 0; at < forms_.size(); ++at) {
    if (any_here && forms_[at].action != path) continue;
    const int fit = Fit(forms_[at]);
    if (fit <= best) continue;
    best = fit;
    form_ = at;
  }
  if (form_ == npos) return;
  std::map<std::string, std::size_t> seen;
  for (const Control& control : forms_[form_].controls) GiveBack(control, seen[control.name]++);
}

void Refill::ReadForms() {
  const std::string_view html = html_;
  std::vector<std::size_t> folds;
  std::size_t field_class = npos;
  bool inside = false;
  for (auto tag = NextTag(html, 0); tag; tag = NextTag(html, tag->end)) {
    if (tag->name == "details") {
      if (tag->closes && !folds.empty()) folds.pop_back();
      if (!tag->closes) folds.push_back(tag->end - 1);
    } else if (tag->name == "form") {
      inside = !tag->closes;
      if (inside) forms_.push_back({{}, folds, ValueOf(tag->text, "action")});
    } else if (tag->name == "label" && !tag->closes) {
      const auto end = html.find("</label>", tag->end);
      const auto id = ValueOf(tag->text, "for");
      if (!id.empty() && end != npos) labels_.emplace(id, Words(html.substr(tag->end, end - tag->end)));
    } else if ((tag->name == "div" || tag->name == "fieldset") && !tag->closes) {
      std::size_t at = 0;
      const auto classes = Attribute(tag->text, "class", &at);
      field_class = classes && (*classes == "field" || classes->starts_with("field ")) ? tag->begin + at + 5 : npos;
    } else if (inside && !tag->closes &&
               (tag->name == "input" || tag->name == "select" || tag->name == "textarea" || tag->name == "button")) {
      Control control{tag->begin, tag->end, tag->end, std::string(tag->name), ValueOf(tag->text, "type"), {},
                      {},         {},       {}};
      control.name = ValueOf(tag->text, "name");
      control.value = ValueOf(tag->text, "value");
      control.id = ValueOf(tag->text, "id");
      control.described_by = ValueOf(tag->text, "aria-describedby");
      control.field_class = field_class;
      if (tag->name == "select" || tag->name == "textarea") {
        const auto end = html.find("</" + std::string(tag->name) + ">", tag->end);
        if (end == npos) return;
        control.end = end + tag->name.size() + 3;
        tag->end = control.end;
      }
      // What is folded away inside the form opens with it.
      auto& folded = forms_.back().folded;
      if (!folds.empty() && std::ranges::find(folded, folds.back()) == folded.end()) folded.push_back(folds.back());
      forms_.back().controls.push_back(std::move(control));
    }
  }
}

/// How well a form is the one that was sent; 0 or less: not at all.
int Refill::Fit(const SentForm& form) const {
  int fit = 0;
  for (const auto& sent : sent_) {
    if (std::ranges::find(kOurs, sent.first) != kOurs.end()) continue;
    const auto is_it = [&](const Control& control) { return control.name == sent.first; };
    const auto same = [&](const Control& control) {
      return control.name == sent.first && control.value == sent.second;
    };
    const auto found = std::ranges::find_if(form.controls, is_it);
    if (found == form.controls.end())
      fit -= 2;
    else if (found->type == "hidden" || found->element == "button")
      fit += std::ranges::any_of(form.controls, same) ? 3 : -1;
    else
      fit += 1;
  }
  return fit;
}

void Refill::GiveBack(const Control& control, std::size_t nth) {
  if (control.name.empty()) return;
  const std::string tag = html_.substr(control.begin, control.tag_end - control.begin);
  if (control.type == "checkbox" || control.type == "radio") {
    const bool chosen = std::ranges::find(sent_, std::pair(control.name, control.value)) != sent_.end();
    edits_.push_back({control.begin, control.tag_end, WithWord(tag, "checked", chosen)});
    return;
  }
  std::vector<std::string> values;
  for (const auto& [name, value] : sent_)
    if (name == control.name) values.push_back(value);
  if (nth >= values.size()) return;
  if (control.element == "input" && IsTyped(control.type)) {
    edits_.push_back({control.begin, control.tag_end, With(tag, "value", values[nth])});
  } else if (control.element == "textarea") {
    const auto end = html_.rfind("</", control.end - 1);
    edits_.push_back({control.tag_end, end, EscapeHtml(values[nth])});
  } else if (control.element == "select") {
    for (auto option = NextTag(html_, control.tag_end); option && option->begin < control.end;
         option = NextTag(html_, option->end)) {
      if (option->name != "option" || option->closes) continue;
      const bool chosen = ValueOf(option->text, "value") == values[nth];
      edits_.push_back({option->begin, option->end, WithWord(std::string(option->text), "selected", chosen)});
    }
  }
}

const Refill::Control* Refill::Find(const std::string& field) const {
  if (form_ == npos) return nullptr;
  const auto& controls = forms_[form_].controls;
  const auto found = std::ranges::find_if(
      controls, [&](const Control& control) { return control.name == field && control.type != "hidden"; });
  return found == controls.end() ? nullptr : &*found;
}

std::string Refill::LabelOf(const std::string& field) const {
  const Control* control = Find(field);
  if (control == nullptr) return {};
  const auto found = labels_.find(control->id);
  return found == labels_.end() ? std::string{} : found->second;
}

void Refill::Mark(const std::string& field, std::string_view sentence) {
  const Control* control = Find(field);
  if (control == nullptr || control->id.empty() || control->element == "button") return;
  const std::string id = control->id + "-loi";
  const auto given = std::ranges::find(edits_, control->begin, &Edit::begin);
  std::string tag = given != edits_.end() && given->end == control->tag_end
                        ? given->text
                        : html_.substr(control->begin, control->tag_end - control->begin);
  tag = With(std::move(tag), "aria-invalid", "true");
  tag =
      With(std::move(tag), "aria-describedby", (control->described_by.empty() ? "" : control->described_by + " ") + id);
  if (!marked_) tag = WithWord(std::move(tag), "autofocus", true);
  if (given != edits_.end() && given->end == control->tag_end)
    given->text = std::move(tag);
  else
    edits_.push_back({control->begin, control->tag_end, std::move(tag)});
  edits_.push_back({control->end, control->end,
                    "<span class=\"fault\" id=\"" + EscapeHtml(id) + "\">" + EscapeHtml(sentence) + "</span>"});
  if (control->field_class != npos) edits_.push_back({control->field_class, control->field_class, " field-bad"});
  marked_ = true;
}

void Refill::Say(std::string_view sentence) {
  said_.emplace_back(sentence);
}

std::string Refill::Html() const {
  auto edits = edits_;
  if (form_ != npos)
    for (const auto fold : forms_[form_].folded)
      if (html_.compare(fold - 5, 5, " open") != 0) edits.push_back({fold, fold, " open"});
  if (const auto main = html_.find("<main"); !said_.empty() && main != npos) {
    std::string notice = "\n<div class=\"wrap\">";
    for (const auto& sentence : said_)
      notice += "<p class=\"notice notice-bad\" role=\"alert\">" + EscapeHtml(sentence) + "</p>";
    const auto at = html_.find('>', main) + 1;
    edits.push_back({at, at, notice + "</div>"});
  }
  // What is put in between two things stands before what replaces the second.
  std::ranges::stable_sort(edits, {}, [](const Edit& edit) { return std::pair(edit.begin, edit.end); });
  std::string out;
  std::size_t from = 0;
  for (const auto& edit : edits) {
    out.append(html_, from, edit.begin - from);
    out += edit.text;
    from = edit.end;
  }
  return out.append(html_, from);
}

}  // namespace storefront::view
