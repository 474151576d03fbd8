#include "orders/store/delivery_seal.hpp"

#include <nlohmann/json.hpp>

namespace orders {
namespace {

using nlohmann::json;
constexpr std::string_view kContext = "orders.delivery";
constexpr std::string_view kPhoneContext = "orders.phone";

}  // namespace

std::string Seal(const Delivery& delivery, const keel::crypto::FieldKey& key) {
  const Address& address = delivery.address;
  json body{{"name", delivery.buyer.name}, {"phone", delivery.buyer.phone.e164()}, {"street", address.street},
            {"hamlet", address.hamlet},    {"landmark", address.landmark},         {"note", delivery.note}};
  if (address.old) body["old"] = {address.old->province, address.old->district, address.old->ward};
  if (delivery.buyer.language != Language::kVietnamese)
    body["language"] = kLanguages[std::size_t(delivery.buyer.language)];
  return key.Seal(body.dump(-1, ' ', false, json::error_handler_t::replace), kContext);
}

Delivery Unseal(std::string_view sealed, std::string province_code, std::string commune_code,
                const keel::crypto::FieldKey& key) {
  const json body = json::parse(key.Open(sealed, kContext));
  const auto text = [&](const char* field) { return body.at(field).get<std::string>(); };
  Address address{std::move(province_code), std::move(commune_code), text("street"),
                  text("hamlet"),           text("landmark"),        {}};
  if (const auto old = body.find("old"); old != body.end())
    address.old =
        OldAddress{old->at(0).get<std::string>(), old->at(1).get<std::string>(), old->at(2).get<std::string>()};
  return {{text("name"), Phone::FromRow(text("phone")), FindLanguage(body.value("language", ""))},
          std::move(address),
          text("note")};
}

std::string PhoneIndex(const Phone& phone, const keel::crypto::FieldKey& key) {
  return key.BlindIndex(phone.e164(), kPhoneContext);
}

}  // namespace orders
