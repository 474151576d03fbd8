#include "shipping-adapters/carriers/ghn/ghn.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "keel/http/client.hpp"
#include "keel/log/log.hpp"
#include "keel/text/text.hpp"
#include "shipping-adapters/carriers/answers.hpp"
#include "shipping-adapters/carriers/area_book.hpp"
#include "shipping-adapters/carriers/ghn/statuses.hpp"
#include "shipping-adapters/domain/flat_rate.hpp"
#include "shipping-adapters/domain/label_text.hpp"

namespace shipping::ghn {
namespace {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;
using nlohmann::json;

constexpr std::int64_t kVolumeDivisor = 5;
constexpr std::int64_t kHeavyFrom = 20'000;  // Grams; from here on service type 5.
constexpr std::int64_t kMaxGrams = 50'000;
constexpr std::int64_t kMaxCm = 200;
constexpr std::int64_t kMaxCod = 50'000'000;  // Đồng.
constexpr std::string_view kProvinces = "/v3/master-data/province/all";
constexpr std::string_view kWards = "/v3/master-data/ward/all-by-province-id?province_id=";

struct GhnService {
  std::string_view code, name;
  int type_id;
};
constexpr GhnService kLight{"light", "GHN Hàng nhẹ", 2};
constexpr GhnService kHeavy{"heavy", "GHN Hàng nặng", 5};

const GhnService& ServiceFor(const Parcel& parcel) {
  return BillableGrams(parcel, kVolumeDivisor) >= kHeavyFrom ? kHeavy : kLight;
}

bool Takes(const Parcel& parcel, keel::Money cod) {
  return parcel.grams > 0 && parcel.grams <= kMaxGrams && cod.dong() <= kMaxCod &&
         std::max({CmUp(parcel.length_mm), CmUp(parcel.width_mm), CmUp(parcel.height_mm)}) <= kMaxCm;
}

void PutSizes(json& body, const Parcel& parcel) {
  body["weight"] = parcel.grams;
  if (VolumetricGrams(parcel, kVolumeDivisor) == 0) return;  // A side is unknown: by weight alone.
  body["length"] = CmUp(parcel.length_mm);
  body["width"] = CmUp(parcel.width_mm);
  body["height"] = CmUp(parcel.height_mm);
}

/// GHN's refusals in our words. Its messages are for people and change; the code_message is steadier, so it is asked
/// first.
Error Refusal(const json& answer) {
  const std::string code = LooseText(answer, "code_message");
  const std::string said = LooseText(answer, "message") + ' ' + LooseText(answer, "code_message_value");
  const std::string folded = keel::text::Fold(said);
  const auto has = [&](std::string_view word) { return folded.find(word) != std::string::npos; };
  if (code.find("PHONE") != std::string::npos || has("phone"))
    return {Kind::kInvalid, "recipient-rejected", "The carrier does not take this phone number.", "ghn"};
  if (code.find("WARD") != std::string::npos || code.find("ADDRESS") != std::string::npos || has("ward") ||
      has("province") || has("district") || has("address"))
    return {Kind::kInvalid, "address-rejected", "The carrier does not know this address.", "ghn"};
  if (has("weight") || has("length") || has("width") || has("height") || has("cod") || has("insurance"))
    return {Kind::kInvalid, "parcel-rejected", "The carrier does not take such a parcel.", "ghn"};
  return {Kind::kInvalid, "booking-rejected", "The carrier refused the parcel.", "ghn"};
}

class Ghn : public Carrier {
 public:
  explicit Ghn(Options options)
      : options_(std::move(options)), client_(keel::http::Client::Make("ghn", options_.url)) {}

  std::string_view code() const override { return "ghn"; }
  std::string_view name() const override { return "Giao Hàng Nhanh"; }
  Service DefaultService(const Parcel& parcel) const override {
    const auto& service = ServiceFor(parcel);
    return {std::string(service.code), std::string(service.name)};
  }

  Result<std::vector<Quote>> Quotes(const QuoteRequest& request, Deadline deadline) override {
    if (!Takes(request.parcel, request.cod_amount)) return std::vector<Quote>{};
    const auto from = FindWard(request.from.province_name, request.from.commune_name, deadline);
    if (!from) return from.error();
    const auto to = FindWard(request.to.province_name, request.to.commune_name, deadline);
    if (!to) return to.error();
    if (!*from || !*to) return std::vector<Quote>{};
    const auto& service = ServiceFor(request.parcel);
    json body{{"service_type_id", service.type_id},
              {"is_new_from_address", true},
              {"from_province_id_v2", (*from)->province},
              {"from_ward_id_v2", (*from)->ward},
              {"from_address_v2", request.from.commune_name},
              {"is_new_to_address", true},
              {"to_ward_id_v2", (*to)->ward},
              {"to_address_v2", request.to.commune_name},
              {"insurance_value", std::min(request.parcel.declared_value.dong(), options_.insurance_max)},
              {"cod_value", request.cod_amount.dong()},
              {"coupon", nullptr}};
    PutSizes(body, request.parcel);
    if (service.type_id == kHeavy.type_id) body["items"] = Items(request.parcel, "Hàng hoá");
    const auto data = Call("/v2/shipping-order/fee", body, deadline, /*reading=*/true);
    if (!data) {
      if (data.error().kind == Kind::kInvalid) return std::vector<Quote>{};
      return data.error();
    }
    const auto total = LooseInt(*data, "total", -1);
    if (total < 0) return CarrierUnavailable("ghn", "a fee without a total");
    const auto distance = DistanceBetween(request.from.province_code, request.from.commune_code,
                                          request.to.province_code, request.to.commune_code);
    return std::vector<Quote>{{std::string(code()), std::string(service.code), std::string(service.name),
                               keel::Money::Vnd(total), PromisedHours(distance), false}};
  }

  Result<Booking> Book(const Consignment& consignment, std::string_view, Try attempt, Deadline deadline) override {
    if (!Takes(consignment.parcel, consignment.cod_amount))
      return Error{Kind::kInvalid, "parcel-rejected", "The carrier does not take such a parcel.", "ghn"};
    if (attempt == Try::kRepeat) {
      auto found = FindBooking(consignment.reference, deadline);
      if (!found) return found.error();
      if (*found) return std::move(**found);
    }
    const auto to = FindWard(consignment.to.province_name, consignment.to.commune_name, deadline);
    if (!to) return to.error();
    const auto from = FindWard(consignment.from.province_name, consignment.from.commune_name, deadline);
    if (!from) return from.error();
    if (!*to || !*from)
      return Error{Kind::kInvalid, "address-rejected", "The carrier does not know this commune.", "ghn"};

    // The service follows from the weight: GHN refuses a light service for a heavy parcel.
    const auto& service = ServiceFor(consignment.parcel);
    constexpr std::array<std::string_view, 3> kNotes{"KHONGCHOXEMHANG", "CHOXEMHANGKHONGTHU", "CHOTHUHANG"};
    json body{{"client_order_code", consignment.reference},
              {"payment_type_id", 1},
              {"required_note", kNotes[static_cast<std::size_t>(consignment.inspection)]},
              {"service_type_id", service.type_id},
              {"content", consignment.contents.substr(0, 2'000)},
              {"note", consignment.order_code},
              {"is_new_from_address", true},
              {"from_name", consignment.from.name},
              {"from_phone", DomesticPhone(consignment.from.phone)},
              {"from_address", consignment.from.line},
              {"from_ward_name", (*from)->ward_name},
              {"from_province_name", (*from)->province_name},
              {"is_new_to_address", true},
              {"to_name", consignment.to.name},
              {"to_phone", DomesticPhone(consignment.to.phone)},
              {"to_address", consignment.to.line},
              {"to_ward_name", (*to)->ward_name},
              {"to_province_name", (*to)->province_name},
              {"cod_amount", consignment.cod_amount.dong()},
              {"insurance_value", std::min(consignment.parcel.declared_value.dong(), options_.insurance_max)},
              {"items", Items(consignment.parcel, consignment.contents)}};
    PutSizes(body, consignment.parcel);
    const auto data = Call("/v2/shipping-order/create", body, deadline, /*reading=*/false);
    if (!data) return data.error();
    Booking booking{LooseText(*data, "order_code"),
                    {},
                    LooseText(*data, "sort_code"),
                    std::string(service.code),
                    keel::Money::Vnd(LooseInt(*data, "total_fee")),
                    keel::FromRfc3339(LooseText(*data, "expected_delivery_time"))};
    if (booking.tracking_number.empty()) return CarrierUnavailable("ghn", "a booking without a code");
    return booking;
  }

  Result<std::optional<Booking>> FindBooking(std::string_view reference, Deadline deadline) override {
    const auto data =
        Call("/v2/shipping-order/detail-by-client-code", {{"client_order_code", reference}}, deadline, true);
    if (!data) {
      if (data.error().kind == Kind::kInvalid || data.error().kind == Kind::kNotFound) return std::optional<Booking>{};
      return data.error();
    }
    const auto order = LooseText(*data, "order_code");
    if (order.empty() || LooseText(*data, "status") == "cancel") return std::optional<Booking>{};
    const auto& service = LooseInt(*data, "service_type_id") == kHeavy.type_id ? kHeavy : kLight;
    return std::optional<Booking>{Booking{order,
                                          {},
                                          LooseText(*data, "sort_code"),
                                          std::string(service.code),
                                          keel::Money::Vnd(LooseInt(*data, "total_fee")),
                                          keel::FromRfc3339(LooseText(*data, "leadtime"))}};
  }

  Result<Done> Cancel(const Waybill& waybill, Deadline deadline) override {
    const auto data = Call("/v2/switch-status/cancel", {{"order_codes", {waybill.tracking_number}}}, deadline, true);
    if (!data) {
      if (data.error().kind == Kind::kUnavailable) return data.error();
      return Error{Kind::kConflict, "already-collected", "The carrier refuses to cancel this parcel.", "ghn"};
    }
    // The envelope says 200 even for a refusal: each element tells for itself.
    for (const auto& row : data->is_array() ? *data : json::array())
      if (LooseText(row, "order_code") == waybill.tracking_number && LooseFlag(row, "result")) return Done{};
    const auto detail = Call("/v2/shipping-order/detail", {{"order_code", waybill.tracking_number}}, deadline, true);
    if (!detail && detail.error().kind == Kind::kUnavailable) return detail.error();
    if (detail && LooseText(*detail, "status") == "cancel") return Done{};
    return Error{Kind::kConflict, "already-collected", "The carrier has collected the parcel.", "ghn"};
  }

  Result<std::vector<Update>> Track(const Waybill& waybill, Deadline deadline) override {
    const auto data = Call("/v2/shipping-order/detail", {{"order_code", waybill.tracking_number}}, deadline, true);
    if (!data) {
      if (data.error().kind == Kind::kUnavailable) return data.error();
      return Error{Kind::kNotFound, "parcel-unknown", "The carrier does not know this parcel.", "ghn"};
    }
    std::vector<Update> updates;
    const bool settled = LooseFlag(*data, "is_cod_transferred");
    for (const auto& row :
         data->is_object() && data->contains("log") && (*data)["log"].is_array() ? (*data)["log"] : json::array())
      if (const auto at = keel::FromRfc3339(LooseText(row, "updated_date")))
        updates.push_back(Read(LooseText(row, "status"), *at));
    if (updates.empty())
      if (const auto at = keel::FromRfc3339(LooseText(*data, "updated_date")))
        updates.push_back(Read(LooseText(*data, "status"), *at));
    std::ranges::stable_sort(updates, {}, &Update::at);
    if (settled && !updates.empty()) updates.back().flags |= kCodSettled;
    return updates;
  }

  Result<std::vector<Heard>> ReadWebhook(const Webhook& webhook) const override {
    const auto& secret = options_.webhook_secret.Reveal();
    if (secret.empty() || !keel::crypto::SameBytes(webhook.path_secret, secret))
      return Error{Kind::kForbidden, "webhook-forged", "This call does not come from the carrier.", "ghn"};
    const auto body = keel::http::BoundedJson(webhook.raw_body);
    const auto order = LooseText(body, "OrderCode");
    const auto status = LooseText(body, "Status");
    const auto at = keel::FromRfc3339(LooseText(body, "Time"));
    if (order.empty() || order.size() > 64 || status.empty() || status.size() > 48 || !at)
      return Error{Kind::kInvalid, "webhook-unreadable", "OrderCode, Status and Time are needed.", "ghn"};
    Update update = Read(status, *at);
    const auto reason_code = LooseText(body, "ReasonCode");
    if (IsPickupProblem(reason_code)) update.flags |= kPickupProblem;
    update.note = reason_code;
    if (const auto reason = LooseText(body, "Reason"); !reason.empty())
      update.note += (update.note.empty() ? "" : ": ") + reason;
    return std::vector<Heard>{{order, std::move(update), /*proven=*/false}};
  }

 private:
  struct Ward {
    std::int64_t province, ward;
    std::string province_name, ward_name;
  };

  static Update Read(const std::string& status, keel::Instant at) {
    const auto* meaning = MeaningOf(status);
    if (meaning == nullptr) return {status, at, std::nullopt, 0, {}};
    return {status, at, meaning->state, meaning->flags, {}};
  }

  static json Items(const Parcel& parcel, const std::string& contents) {
    json item{{"name", contents.empty() ? "Hàng hoá" : contents.substr(0, 500)},
              {"quantity", 1},
              {"price", parcel.declared_value.dong()}};
    PutSizes(item, parcel);
    return json::array({item});
  }

  /// Empty when GHN has no such commune.
  Result<std::optional<Ward>> FindWard(std::string_view province_name, std::string_view commune_name,
                                       Deadline deadline) {
    const auto fetch = [&](std::string path) {
      return [this, path = std::move(path), deadline]() -> Result<std::vector<Area>> {
        const auto data = Call(path, nullptr, deadline, true);
        if (!data) return CarrierUnavailable("ghn", "no list of areas");
        std::vector<Area> areas;
        for (const auto& row : data->is_array() ? *data : json::array()) {
          Area area{LooseText(row, "_id"), LooseText(row, "name")};
          if (const auto names = row.find("extension_names"); names != row.end() && names->is_array())
            for (const auto& name : *names)
              if (name.is_string()) area.other_names.push_back(name);
          const bool numbered =
              !area.id.empty() && area.id.size() < 18 && area.id.find_first_not_of("0123456789") == area.id.npos;
          if (numbered) areas.push_back(std::move(area));
        }
        if (areas.empty()) return CarrierUnavailable("ghn", "an empty list of areas");
        return areas;
      };
    };
    const auto province = areas_.Find("provinces", province_name, fetch(std::string(kProvinces)));
    if (!province) return province.error();
    if (!*province) return std::optional<Ward>{};
    const auto ward = areas_.Find((*province)->id, commune_name, fetch(std::string(kWards) + (*province)->id));
    if (!ward) return ward.error();
    if (!*ward) return std::optional<Ward>{};
    return std::optional<Ward>{
        Ward{std::stoll((*province)->id), std::stoll((*ward)->id), (*province)->name, (*ward)->name}};
  }

  /// `body` null: GET. Answers the envelope's data. Errors: kInvalid (GHN says the request is wrong) and kUnavailable.
  Result<json> Call(const std::string& path, const json& body, Deadline deadline, bool reading) {
    keel::http::Ask ask;
    ask.path = path;
    ask.method = body.is_null() ? keel::http::Method::kGet : keel::http::Method::kPost;
    if (!body.is_null()) ask.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    ask.headers = {{"token", options_.token.Reveal()}, {"shopid", std::to_string(options_.shop_id)}};
    ask.deadline = deadline;
    ask.idempotent = reading;
    const auto answer = client_->Send(ask);
    if (!answer) return CarrierUnavailable("ghn", "no answer in time");
    const auto envelope = answer->Json();
    const auto code = LooseInt(envelope, "code", 0);
    if (answer->ok() && code == 200 && envelope.contains("data")) return envelope["data"];
    if (answer->status == 400 || answer->status == 404 || code == 400) {
      if (envelope.is_object()) return Refusal(envelope);
    }
    if (answer->status == 401 || answer->status == 403)
      keel::log::Fault("carrier-refuses-us", {{"carrier", "ghn"}, {"status", answer->status}});
    return CarrierUnavailable("ghn", "status " + std::to_string(answer->status));
  }

  Options options_;
  std::unique_ptr<keel::http::Client> client_;
  AreaBook areas_;
};

}  // namespace

std::unique_ptr<Carrier> Make(Options options) {
  return std::make_unique<Ghn>(std::move(options));
}

}  // namespace shipping::ghn
