#include "orders/http/read.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "orders/domain/lots.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::http::Fields;
using nlohmann::json;

constexpr std::int64_t kMostDong = 1'000'000'000'000;  // A thousand thousand million: no cart comes near.

Error UnknownValue(std::string field) {
  return {Kind::kInvalid, "field-unknown-value", "A field holds a value that is not one of those allowed.",
          std::move(field)};
}

Error WrongType(std::string field) {
  return {Kind::kInvalid, "field-wrong-type", "A field has the wrong type.", std::move(field)};
}

void ReadPayments(const json& by_shop, Choices& choices, Fields& in) {
  for (const auto& [shop_id, name] : by_shop.items()) {
    const auto payment = name.is_string() ? FindPayment(name.get_ref<const std::string&>()) : std::nullopt;
    if (!payment) return in.Fail(UnknownValue("payments." + shop_id));
    choices.payment_by_shop[shop_id] = *payment;
  }
}

void ReadFreight(const json& by_shop, Choices& choices, Fields& in) {
  for (const auto& [shop_id, chosen] : by_shop.items()) {
    if (!chosen.is_object()) return in.Fail(WrongType("freight." + shop_id));
    Fields option(chosen, "freight." + shop_id);
    FreightChoice choice{option.Text("carrier", 1, 20), option.MaybeText("service", 40).value_or("")};
    if (!option.ok()) return in.Fail(option.error());
    choices.freight_by_shop[shop_id] = std::move(choice);
  }
}

std::string CheckedDay(std::string day, std::string_view name, Fields& in) {
  if (!day.empty() && !IsDay(day))
    in.Fail(Error{Kind::kInvalid, "day-invalid", "A day is written 2026-11-21.", in.Name(name)});
  return day;
}

}  // namespace

std::string ReadDay(Fields& in, std::string_view name) {
  return CheckedDay(in.Text(name, 10, 10), name, in);
}

std::string ReadMaybeDay(Fields& in, std::string_view name) {
  return CheckedDay(in.MaybeText(name, 10).value_or(""), name, in);
}

Address ReadAddress(const json& object, std::string prefix, Fields& in) {
  Fields fields(object, prefix);
  Address address;
  address.province_code = fields.MaybeText("province_code", 2).value_or("");
  address.commune_code = fields.MaybeText("commune_code", 5).value_or("");
  address.street = fields.MaybeText("street", 200).value_or("");
  address.hamlet = fields.MaybeText("hamlet", 120).value_or("");
  address.landmark = fields.MaybeText("landmark", 200).value_or("");
  if (fields.Has("old")) {
    Fields old(fields.Object("old"), prefix + ".old");
    address.old = OldAddress{old.Text("province", 1, 80), old.Text("district", 1, 80), old.Text("ward", 1, 80)};
    if (!old.ok()) fields.Fail(old.error());
  } else if (fields.ok() && address.commune_code.empty()) {
    fields.Text("commune_code", 5, 5);  // Names what is missing.
  }
  if (!fields.ok()) in.Fail(fields.error());
  return address;
}

keel::Result<CheckoutBody> ReadCheckout(const json& body) {
  Fields in(body);
  const auto cart_id = in.Text("cart_id", 1, 40);
  Fields buyer(in.Object("buyer"), "buyer");
  const auto name = buyer.Text("name", 1, 120);
  const auto phone_text = buyer.Text("phone", 1, 32);
  if (!buyer.ok()) in.Fail(buyer.error());
  const auto address = ReadAddress(in.Object("address"), "address", in);
  Choices choices;
  if (in.Has("payments")) ReadPayments(in.Object("payments"), choices, in);
  // With a way to pay for each shop the common one may be absent: a shop left out then pays at the door.
  if (in.Has("payment") || !in.Has("payments")) choices.payment = in.OneOf("payment", kPaymentNames);
  if (in.Has("freight")) ReadFreight(in.Object("freight"), choices, in);
  // The guard of the buyer's money is sent or left out; a null is somebody's mistake and never "any total will do".
  if (body.is_object() && body.contains("expected_total") && body["expected_total"].is_null())
    in.Fail(WrongType("expected_total"));
  if (in.Has("expected_total")) choices.expected_total = in.Dong("expected_total", 0, kMostDong);
  choices.freight_confirmed = in.Flag("freight_confirmed", false);
  auto note = in.MaybeText("note", 500).value_or("");
  if (!in.ok()) return in.error();
  auto id = CartId::Parse(cart_id);
  if (!id) return id.error();
  auto phone = Phone::Parse(phone_text);
  if (!phone) return phone.error();
  Buyer who{name, std::move(*phone)};
  return CheckoutBody{std::move(*id), std::move(who), address, std::move(note), std::move(choices)};
}

keel::Result<BuyerProof> SignedProof(const keel::auth::Verifier& verifier, const keel::http::Request& request) {
  if (request.Header("authorization").empty()) return BuyerProof{};
  const auto who = verifier.Who(request);
  if (!who) return who.error();
  if (who->IsService()) return BuyerProof{};
  BuyerProof proof{std::nullopt, who->subject};
  for (const auto& one : who->memberships)
    if (one.role == "owner" || one.role == "clerk" || one.role == "helper") proof.acts_for.push_back(one.party_id);
  return proof;
}

keel::Result<BuyerProof> ReadProof(Fields& in, BuyerProof signed_in) {
  const auto text = signed_in.account_id ? in.MaybeText("phone", 32).value_or("") : in.Text("phone", 1, 32);
  if (!in.ok()) return in.error();
  if (text.empty()) return signed_in;
  auto phone = Phone::Parse(text);
  if (!phone) return phone.error();
  signed_in.phone = std::move(*phone);
  return signed_in;
}

LinesBody ReadLines(Fields& in) {
  LinesBody body;
  std::size_t i = 0;
  for (const auto& row : in.Array("lines", kMaxCartLines)) {
    const auto prefix = "lines." + std::to_string(i++);
    if (!row.is_object()) {
      in.Fail(WrongType(prefix));
      return body;
    }
    Fields line(row, prefix);
    const auto text = line.Text("line_id", 1, 40);
    const auto quantity = line.Int("quantity", 0, kMaxQuantity);
    if (!line.ok()) in.Fail(line.error());
    const auto id = LineId::Parse(text);
    if (in.ok() && !id) in.Fail(id.error());
    if (!in.ok()) return body;
    body.lines.push_back({*id, quantity, std::nullopt});
  }
  body.version = in.MaybeInt("version", 1, INT64_MAX);
  return body;
}

}  // namespace orders
