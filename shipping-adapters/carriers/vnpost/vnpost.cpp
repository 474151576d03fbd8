#include "shipping-adapters/carriers/vnpost/vnpost.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/bounded_json.hpp"
#include "shipping-adapters/carriers/answers.hpp"
#include "shipping-adapters/carriers/area_book.hpp"
#include "shipping-adapters/carriers/vnpost/local_time.hpp"
#include "shipping-adapters/carriers/vnpost/session.hpp"
#include "shipping-adapters/carriers/vnpost/statuses.hpp"
#include "shipping-adapters/domain/flat_rate.hpp"
#include "shipping-adapters/domain/label_text.hpp"

namespace shipping::vnpost {
namespace {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;
using nlohmann::json;

constexpr std::int64_t kVolumeDivisor = 6;
constexpr std::int64_t kMaxGrams = 50'000;
constexpr std::size_t kMaxWebhookOrders = 500;
constexpr std::string_view kNoDistrict = "VNPOST";  // Two-level addresses: the district's code is this constant.

struct Ends {
  std::string province, commune;
};

/// Rows hide in {"data": …}, in a list or are the answer itself.
std::vector<json> RowsOf(const json& answer) {
  const json& inner = answer.is_object() && answer.contains("data") ? answer["data"] : answer;
  if (inner.is_array()) return inner.get<std::vector<json>>();
  return inner.is_object() && !inner.empty() ? std::vector<json>{inner} : std::vector<json>{};
}

json Addons(keel::Money cod, keel::Money declared) {
  json addons = json::array();
  if (cod.dong() > 0) addons.push_back({{"code", "GTG021"}, {"propValue", "PROP0018:" + std::to_string(cod.dong())}});
  if (declared.dong() > 0)
    addons.push_back({{"code", "GTG008"}, {"propValue", "PROP0026:" + std::to_string(declared.dong())}});
  return addons;
}

void PutSizes(json& body, const Parcel& parcel, bool as_text) {
  const auto put = [&](const char* name, std::int64_t value) {
    body[name] = as_text ? json(std::to_string(value)) : json(value);
  };
  put("weight", parcel.grams);
  if (VolumetricGrams(parcel, kVolumeDivisor) == 0) return;
  put("length", CmUp(parcel.length_mm));
  put("width", CmUp(parcel.width_mm));
  put("height", CmUp(parcel.height_mm));
}

bool IsCancelled(std::string_view status) {
  const auto* meaning = MeaningOf(status);
  return meaning != nullptr && meaning->state == ShipmentState::kCancelled;
}

class VnPost : public Carrier {
 public:
  explicit VnPost(Options options)
      : options_(std::move(options)), session_(options_), public_key_(options_.public_key_file) {}

  std::string_view code() const override { return "vnpost"; }
  std::string_view name() const override { return "Vietnam Post"; }
  Service DefaultService(const Parcel&) const override { return {options_.service, "Bưu điện – Tiêu chuẩn"}; }

  Result<std::vector<Quote>> Quotes(const QuoteRequest& request, Deadline deadline) override {
    if (request.parcel.grams <= 0 || request.parcel.grams > kMaxGrams) return std::vector<Quote>{};
    const auto from = FindEnds(request.from.province_name, request.from.commune_name, deadline);
    if (!from) return from.error();
    const auto to = FindEnds(request.to.province_name, request.to.commune_name, deadline);
    if (!to) return to.error();
    if (!*from || !*to) return std::vector<Quote>{};
    json data{{"senderProvinceCode", (*from)->province},
              {"senderDistrictCode", kNoDistrict},
              {"senderCommuneCode", (*from)->commune},
              {"receiverProvinceCode", (*to)->province},
              {"receiverDistrictCode", kNoDistrict},
              {"receiverCommuneCode", (*to)->commune},
              {"receiverNational", "VN"},
              {"serviceCode", nullptr},
              {"addonService", Addons(request.cod_amount, request.parcel.declared_value)},
              {"additionRequest", json::array()},
              {"vehicle", "BO"}};
    PutSizes(data, request.parcel, /*as_text=*/false);
    const json body{{"scope", 1},
                    {"customerCode", options_.customer_code},
                    {"contractNumber", options_.contract_code},
                    {"data", data}};
    const auto answer = session_.Call("/ServicesCharge", body.dump(), deadline, true);
    if (!answer) {
      if (answer.error().kind == Kind::kInvalid) return std::vector<Quote>{};
      return answer.error();
    }
    const auto distance = DistanceBetween(request.from.province_code, request.from.commune_code,
                                          request.to.province_code, request.to.commune_code);
    std::vector<Quote> quotes;
    for (const auto& row : RowsOf(*answer)) {
      const auto service = LooseText(row, "serviceCode");
      const auto total = LooseInt(row, "totalFee", -1);
      if (service.empty() || service.size() > 32 || total < 0) continue;
      auto service_name = LooseText(row, "serviceName");
      quotes.push_back({std::string(code()), service, service_name.empty() ? service : service_name,
                        keel::Money::Vnd(total), PromisedHours(distance), false});
    }
    return quotes;
  }

  Result<Booking> Book(const Consignment& consignment, std::string_view service, Try attempt,
                       Deadline deadline) override {
    if (consignment.parcel.grams <= 0 || consignment.parcel.grams > kMaxGrams)
      return Error{Kind::kInvalid, "parcel-rejected", "The carrier does not take such a parcel.", "vnpost"};
    if (attempt == Try::kRepeat) {
      auto found = FindBooking(consignment.reference, deadline);
      if (!found) return found.error();
      if (*found) return std::move(**found);
    }
    const auto from = FindEnds(consignment.from.province_name, consignment.from.commune_name, deadline);
    if (!from) return from.error();
    const auto to = FindEnds(consignment.to.province_name, consignment.to.commune_name, deadline);
    if (!to) return to.error();
    if (!*from || !*to)
      return Error{Kind::kInvalid, "address-rejected", "The carrier does not know this commune.", "vnpost"};
    json order{{"senderName", consignment.from.name},
               {"senderPhone", DomesticPhone(consignment.from.phone)},
               {"senderAddress", consignment.from.line},
               {"senderProvinceCode", (*from)->province},
               {"senderDistrictCode", kNoDistrict},
               {"senderCommuneCode", (*from)->commune},
               {"receiverName", consignment.to.name},
               {"receiverPhone", DomesticPhone(consignment.to.phone)},
               {"receiverAddress", consignment.to.line},
               {"receiverProvinceCode", (*to)->province},
               {"receiverDistrictCode", kNoDistrict},
               {"receiverCommuneCode", (*to)->commune},
               {"serviceCode", service.empty() ? std::string_view(options_.service) : service},
               {"addonService", Addons(consignment.cod_amount, consignment.parcel.declared_value)},
               {"additionRequest", json::array()},
               {"saleOrderCode", consignment.reference},
               {"contentNote", consignment.contents},
               {"vehicle", "BO"},
               {"sendType", "1"},
               {"isBroken", "0"},
               {"deliveryTime", "N"},
               // MyVNPost knows no "may try": looking is the most it grants.
               {"deliveryRequire", consignment.inspection == Inspection::kNone ? "1" : "2"},
               {"deliveryInstruction", consignment.order_code}};
    PutSizes(order, consignment.parcel, /*as_text=*/true);
    const json body{{"orderCreationStatus", 1},
                    {"type", "GUI"},
                    {"customerCode", options_.customer_code},
                    {"contractCode", options_.contract_code},
                    {"informationOrder", order}};
    const auto answer =
        session_.Call("/CreateOrder", body.dump(-1, ' ', false, json::error_handler_t::replace), deadline, false);
    if (!answer) return answer.error();
    for (const auto& row : RowsOf(*answer))
      if (auto booking = Read(row)) return std::move(*booking);
    return CarrierUnavailable("vnpost", "a booking without a code");
  }

  Result<std::optional<Booking>> FindBooking(std::string_view reference, Deadline deadline) override {
    const auto answer = session_.Call("/getOrder?type=2&code=" + keel::http::UrlEncode(reference), {}, deadline, true);
    if (!answer) {
      if (answer.error().kind == Kind::kInvalid) return std::optional<Booking>{};
      return answer.error();
    }
    for (const auto& row : RowsOf(*answer)) {
      if (LooseText(row, "saleOrderCode") != reference || IsCancelled(LooseText(row, "status"))) continue;
      if (auto booking = Read(row)) return booking;
    }
    return std::optional<Booking>{};
  }

  Result<Done> Cancel(const Waybill& waybill, Deadline deadline) override {
    const auto status = StatusOf(waybill, deadline);
    if (!status) return status.error();
    if (IsCancelled(*status)) return Done{};
    const json body{{"OriginalId", waybill.carrier_ref}};
    const auto answer = session_.Call("/orderCancel", body.dump(), deadline, true);
    if (!answer && answer.error().kind == Kind::kUnavailable) return answer.error();
    // Its answer only says that the wish was taken; the order itself says what became of it.
    const auto now = StatusOf(waybill, deadline);
    if (!now) return now.error();
    if (IsCancelled(*now)) return Done{};
    const auto* meaning = MeaningOf(*now);
    if (answer && meaning != nullptr && meaning->state == ShipmentState::kCreated)
      return CarrierUnavailable("vnpost", "the cancellation waits for approval");
    return Error{Kind::kConflict, "already-collected", "The carrier has collected the parcel.", "vnpost"};
  }

  Result<std::vector<Update>> Track(const Waybill& waybill, Deadline deadline) override {
    const auto answer = session_.Call(
        "/GetStatusHistoryOrder?type=1&code=" + keel::http::UrlEncode(waybill.tracking_number), {}, deadline, true);
    if (!answer) {
      if (answer.error().kind == Kind::kUnavailable) return answer.error();
      return Error{Kind::kNotFound, "parcel-unknown", "The carrier does not know this parcel.", "vnpost"};
    }
    std::vector<Update> updates;
    const auto rows = RowsOf(*answer);
    if (rows.empty())
      return Error{Kind::kNotFound, "parcel-unknown", "The carrier does not know this parcel.", "vnpost"};
    for (const auto& row : rows) {
      const auto history = row.find("statusHistory");
      for (const auto& step : history != row.end() && history->is_array() ? *history : json::array()) {
        auto hour = LooseText(step, "createdHour");
        if (hour.empty()) hour = LooseText(step, "createHour");  // Both spellings were seen.
        if (const auto at = FromLocal(LooseText(step, "createdDate"), hour))
          updates.push_back(ReadStatus(LooseText(step, "statusCode"), *at));
      }
    }
    std::ranges::stable_sort(updates, {}, &Update::at);
    return updates;
  }

  /// The signature covers sendDate and the first order's itemCode and status. Whatever else stands in the body is a
  /// hint.
  Result<std::vector<Heard>> ReadWebhook(const Webhook& webhook) const override {
    const Error unreadable{Kind::kInvalid, "webhook-unreadable", "data, sendDate and signature are needed.", "vnpost"};
    if (options_.public_key_file.empty())
      return Error{Kind::kForbidden, "webhook-forged", "Webhooks of this carrier are switched off.", "vnpost"};
    const auto body = keel::http::BoundedJson(webhook.raw_body);
    const auto send_date = LooseText(body, "sendDate");
    const auto signature = LooseText(body, "signature");
    if (!body.is_object() || !body.contains("data") || !body["data"].is_array() || body["data"].empty() ||
        body["data"].size() > kMaxWebhookOrders || send_date.empty() || signature.empty())
      return unreadable;
    const auto& first = body["data"][0];
    const auto genuine = public_key_.Verifies(
        SignedText(options_.webhook_recipe, send_date, LooseText(first, "itemCode"), LooseText(first, "status")),
        signature);
    if (!genuine) return genuine.error();
    if (!*genuine) return Error{Kind::kForbidden, "webhook-forged", "The signature does not fit.", "vnpost"};
    const auto at = FromAnyTime(send_date);
    if (!at) return unreadable;
    std::vector<Heard> heard;
    for (const auto& order : body["data"]) {
      const auto item = LooseText(order, "itemCode");
      const auto status = LooseText(order, "status");
      if (item.empty() || item.size() > 64 || status.empty() || status.size() > 48) continue;
      heard.push_back({item, ReadStatus(status, *at), /*proven=*/&order == &first});
    }
    if (heard.empty()) return unreadable;
    return heard;
  }

 private:
  static Update ReadStatus(const std::string& status, keel::Instant at) {
    const auto* meaning = MeaningOf(status);
    if (meaning == nullptr) return {status, at, std::nullopt, 0, {}};
    return {status, at, meaning->state, meaning->flags, std::string(meaning->name)};
  }

  std::optional<Booking> Read(const json& row) const {
    const auto item = LooseText(row, "itemCode");
    if (item.empty()) return std::nullopt;
    auto service = LooseText(row, "serviceCode");
    return Booking{item,
                   LooseText(row, "originalID"),
                   LooseText(row, "sortingCode"),
                   service.empty() ? options_.service : service,
                   keel::Money::Vnd(LooseInt(row, "totalFee")),
                   std::nullopt};
  }

  /// Errors: kUnavailable; kConflict when the order has vanished.
  Result<std::string> StatusOf(const Waybill& waybill, Deadline deadline) {
    const auto answer =
        session_.Call("/getOrder?type=1&code=" + keel::http::UrlEncode(waybill.tracking_number), {}, deadline, true);
    if (!answer && answer.error().kind == Kind::kUnavailable) return answer.error();
    for (const auto& row : answer ? RowsOf(*answer) : std::vector<json>{})
      if (LooseText(row, "itemCode") == waybill.tracking_number) return LooseText(row, "status");
    return Error{Kind::kConflict, "already-collected", "The carrier does not know this parcel any more.", "vnpost"};
  }

  /// Empty when VNPost has no such commune.
  Result<std::optional<Ends>> FindEnds(std::string_view province_name, std::string_view commune_name,
                                       Deadline deadline) {
    const auto province = areas_.Find("provinces", province_name, [&] { return FetchAreas("", deadline); });
    if (!province) return province.error();
    if (!*province) return std::optional<Ends>{};
    const auto commune =
        areas_.Find((*province)->id, commune_name, [&] { return FetchAreas((*province)->id, deadline); });
    if (!commune) return commune.error();
    if (!*commune) return std::optional<Ends>{};
    return std::optional<Ends>{Ends{(*province)->id, (*commune)->id}};
  }

  /// Provinces, or the communes of one. The list of communes comes whole; the province stands under either of two keys.
  Result<std::vector<Area>> FetchAreas(const std::string& province, Deadline deadline) {
    const auto answer =
        session_.Call(province.empty() ? "/getNewProvinceAll" : "/getNewCommuneAll", {}, deadline, true);
    if (!answer) return CarrierUnavailable("vnpost", "no list of areas");
    std::vector<Area> areas;
    for (const auto& row : RowsOf(*answer)) {
      if (province.empty()) {
        areas.push_back({LooseText(row, "provinceCode"), LooseText(row, "provinceName")});
        continue;
      }
      auto owner = LooseText(row, "provinceCode");
      if (owner.empty()) owner = LooseText(row, "districtCode");
      if (owner == province) areas.push_back({LooseText(row, "communeCode"), LooseText(row, "communeName")});
    }
    if (areas.empty()) return CarrierUnavailable("vnpost", "an empty list of areas");
    return areas;
  }

  const Options options_;
  Session session_;
  PublicKeyFile public_key_;
  AreaBook areas_;
};

}  // namespace

std::unique_ptr<Carrier> Make(Options options) {
  return std::make_unique<VnPost>(std::move(options));
}

}  // namespace shipping::vnpost
