#include "storefront/routes/parts/typed.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "storefront/view/format.hpp"
#include "storefront/view/refill.hpp"

namespace storefront {
namespace {

using web::Measure;
using web::Number;

constexpr std::size_t kShownTyped = 30;

std::string_view SentenceOf(Number::State state, Measure measure) {
  switch (state) {
    case Number::State::kNone:
      return "field.missing";
    case Number::State::kTwoReadings:
      return "field.two-readings";
    case Number::State::kNotWhole:
      return measure == Measure::kGrams ? "field.not-whole-grams" : "field.not-whole";
    case Number::State::kNegative:
      return "field.negative";
    case Number::State::kTooLarge:
      return "field.too-large";
    case Number::State::kUnreadable:
    case Number::State::kRead:
      break;
  }
  return measure == Measure::kGrams ? "field.unreadable-grams" : "field.unreadable";
}

std::size_t LettersOf(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// How the services call what our forms ask for, in the order to try; forms that ask for several of a kind put "_1",
/// "_2" after.
struct Names {
  std::string_view theirs, ours;
};
constexpr std::array kNames{Names{"on_hand", "so_luong"},
                            Names{"on_hand", "dang_co"},
                            Names{"opening_stock", "so_luong"},
                            Names{"quantity", "so_luong"},
                            Names{"quantity", "so"},
                            Names{"pieces", "so_luong"},
                            Names{"tolerance_bp", "so_luong"},
                            Names{"wanted", "so_luong"},
                            Names{"forecast", "du_kien"},
                            Names{"confidence", "chac"},
                            Names{"cut", "hai"},
                            Names{"graded", "chon"},
                            Names{"packed", "dong_goi"},
                            Names{"price", "gia"},
                            Names{"amount", "gia"},
                            Names{"amount", "tien"},
                            Names{"amount", "so_tien"},
                            Names{"amount", "phi"},
                            Names{"refund", "tien"},
                            Names{"fee", "phi"},
                            Names{"net_weight_g", "nang"},
                            Names{"grams", "nang"},
                            Names{"name", "loai_hang"},
                            Names{"name", "ten"},
                            Names{"unit", "don_vi"},
                            Names{"category", "loai"},
                            Names{"kind", "loai"},
                            Names{"story", "mo_ta"},
                            Names{"label", "ten"},
                            Names{"gtin", "gtin"},
                            Names{"harvested_on", "ngay_hai"},
                            Names{"produced_on", "ngay_lam"},
                            Names{"expires_on", "han"},
                            Names{"expires_on", "het"},
                            Names{"issued_on", "cap"},
                            Names{"ready_on", "ngay"},
                            Names{"note", "ghi_chu"},
                            Names{"note", "loi"},
                            Names{"answer", "loi"},
                            Names{"why", "ly_do"},
                            Names{"number", "so"},
                            Names{"stars", "sao"},
                            Names{"order_code", "don"},
                            Names{"from_year", "nam"},
                            Names{"month", "thang"},
                            Names{"shop_hours", "ban"},
                            Names{"helper_hours", "giup"},
                            Names{"cooperative_hours", "htx"},
                            Names{"pack_days", "goi"},
                            Names{"bank_bin", "ngan_hang"},
                            Names{"account", "so_tai_khoan"},
                            Names{"holder", "chu_tai_khoan"},
                            Names{"legal_name", "ho_ten"},
                            Names{"tax_id", "so_giay_to"}};

/// "variants.0.opening_stock" → "so_luong", or "so_luong_1" when that is what was sent.
std::string FieldNamed(const web::Form& form, std::string_view argument) {
  std::string suffix;
  while (!argument.empty()) {
    const auto dot = argument.find('.');
    const auto part = argument.substr(0, dot);
    std::size_t number = 0;
    const auto [end, wrong] = std::from_chars(part.data(), part.data() + part.size(), number);
    if (wrong == std::errc{} && end == part.data() + part.size()) suffix = "_" + std::to_string(number + 1);
    for (const auto& name : kNames) {
      if (name.theirs != part) continue;
      for (const std::string& field : {std::string(name.ours) + suffix, std::string(name.ours)})
        if (form.Has(field)) return field;
    }
    argument.remove_prefix(dot == argument.npos ? argument.size() : dot + 1);
  }
  return {};
}

void Put(std::string& sentence, std::string_view hole, std::string_view value) {
  if (const auto at = sentence.find(hole); at != sentence.npos) sentence.replace(at, hole.size(), value);
}

std::string Spoken(const web::Visit& visit, const TypedFault& fault, const std::string& label) {
  if (!fault.ready)
    return visit.T(fault.sentence, {{"FIELD", label},
                                    {"TYPED", fault.typed},
                                    {"LEAST", view::Number(visit.language, fault.least)},
                                    {"MOST", view::Number(visit.language, fault.most)}});
  std::string sentence = fault.sentence;
  Put(sentence, fault.typed, label);
  return sentence;
}

}  // namespace

std::string Typed::Value(std::string_view field) const {
  const auto found = std::ranges::find(fields_, field, &Fields::value_type::first);
  return found == fields_.end() ? std::string{} : found->second;
}

std::int64_t Typed::Of(Measure measure, std::string_view field, Within within) {
  const std::string value = Value(field);
  const Number number = web::ReadNumber(value, measure);
  if (number && number.value >= within.least && number.value <= within.most) return number.value;
  TypedFault fault{std::string(field), std::string(number ? "field.between" : SentenceOf(number.state, measure)),
                   value};
  const std::int64_t shown_in = measure == Measure::kHundredths ? 100 : 1;
  fault.least = within.least / shown_in;
  fault.most = within.most / shown_in;
  if (LettersOf(value) > kShownTyped) fault.typed = "…";
  faults_.push_back(std::move(fault));
  return 0;
}

keel::Money Typed::Dong(std::string_view field, Within within) {
  return keel::Money::Vnd(Of(Measure::kDong, field, within));
}

std::string Typed::Words(std::string_view field, std::size_t most, bool needed) {
  std::string value = Value(field);
  if (value.empty() && needed) faults_.push_back({std::string(field), "field.missing"});
  if (LettersOf(value) > most) {
    TypedFault fault{std::string(field), "field.too-long"};
    fault.most = static_cast<std::int64_t>(most);
    faults_.push_back(std::move(fault));
  }
  return value;
}

web::Reply Again(web::Visit& visit, web::Reply shown, const std::vector<TypedFault>& faults,
                 const web::Form::Fields& sent) {
  if (shown.status != 200 && shown.status != 422) return shown;
  view::Refill page(std::move(shown.body), visit.request.path, sent);
  std::vector<std::string> said;
  for (const TypedFault& fault : faults) {
    const std::string label = page.LabelOf(fault.field);
    // A sentence without a field says itself; a field that is no longer there, or never was to be seen, an old page.
    std::string sentence = !label.empty() || (fault.ready && fault.typed.empty()) ? Spoken(visit, fault, label)
                           : fault.ready                                          ? visit.T("field.some")
                                                                                  : visit.T("field.page-old");
    if (!label.empty()) page.Mark(fault.field, sentence);
    if (std::ranges::find(said, sentence) == said.end()) said.push_back(std::move(sentence));
  }
  for (const auto& sentence : said) page.Say(sentence);
  shown.body = page.Html();
  shown.status = 422;
  return shown;
}

web::Reply Again(web::Visit& visit, web::Reply shown, const std::vector<TypedFault>& faults) {
  return Again(visit, std::move(shown), faults, visit.form().fields());
}

TypedFault FaultOf(web::Visit& visit, const backends::Failure& failure) {
  TypedFault fault;
  fault.ready = true;
  if (!failure.NamesField()) {
    fault.sentence = visit.Sentence(failure);
    return fault;
  }
  fault.field = FieldNamed(visit.form(), failure.argument);
  fault.sentence = failure.detail;
  fault.typed = failure.argument;
  return fault;
}

}  // namespace storefront
