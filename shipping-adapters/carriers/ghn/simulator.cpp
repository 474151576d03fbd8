// ghn-simulator: answers as Giao Hàng Nhanh's shiip API v2 does, as far as README.md beside it knows. Not part of any
// service; speaks the wire only.
#include "shipping-adapters/carriers/simulation/simulator.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/places/places.hpp"
#include "keel/text/text.hpp"

namespace {

using carrier_simulation::Parcel;
using carrier_simulation::Simulator;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::string_view kBase = "/shiip/public-api";
// GHN's ids are its own; these offsets keep anybody from mistaking them for the official codes.
constexpr std::int64_t kProvinceOffset = 200;
constexpr std::int64_t kWardOffset = 3'000'000;

Reply Envelope(const json& data) {
  return keel::http::Json(200, {{"code", 200}, {"message", "Success"}, {"data", data}});
}
Reply Refuse(int status, std::string_view message, std::string_view code = "USER_ERR_COMMON") {
  return keel::http::Json(status, {{"code", status},
                                   {"message", message},
                                   {"data", nullptr},
                                   {"code_message", code},
                                   {"code_message_value", "Sai thông tin đầu vào"}});
}
Reply RefuseField(std::string_view field, std::string_view tag) {
  return Refuse(400, "Key: 'ShiipCreate." + std::string(field) + "' Error:Field validation for '" + std::string(field) +
                         "' failed on the '" + std::string(tag) + "' tag");
}

std::int64_t Int(const json& body, std::string_view field) {
  const auto at = body.find(field);
  return at != body.end() && at->is_number_integer() ? at->get<std::int64_t>() : 0;
}
std::string Text(const json& body, std::string_view field) {
  const auto at = body.find(field);
  return at != body.end() && at->is_string() ? at->get<std::string>() : std::string();
}

bool IsPhone(const std::string& phone) {
  return phone.size() == 10 && phone[0] == '0' &&
         std::ranges::all_of(phone, [](char c) { return c >= '0' && c <= '9'; });
}

/// The heavier of scales and volume, in grams.
std::int64_t Billable(const json& body) {
  return std::max(Int(body, "weight"), Int(body, "length") * Int(body, "width") * Int(body, "height") / 5);
}

struct Fee {
  std::int64_t main, insurance, cod, total() const { return main + insurance + cod; }
};

Fee FeeOf(int distance, const json& body, std::int64_t cod) {
  constexpr std::int64_t kFirst[] = {16'500, 22'000, 30'000, 34'000};
  constexpr std::int64_t kMore[] = {2'000, 2'500, 4'000, 5'500};
  const auto over = std::max<std::int64_t>(Billable(body) - 2'000, 0);
  const auto value = Int(body, "insurance_value");
  return {kFirst[distance] + (over + 499) / 500 * kMore[distance], value > 1'000'000 ? value / 200 : 0,
          cod > 0 ? 5'000 : 0};
}

class GhnSimulator {
 public:
  GhnSimulator(keel::service::Runtime& runtime, const keel::places::Places& places)
      : places_(places),
        token_(runtime.config.Text("GHN_TOKEN")),
        shop_id_(runtime.config.Text("GHN_SHOP_ID")),
        simulator_(runtime, MakeManner()) {
    Mount(runtime.server);
  }

 private:
  carrier_simulation::Manner MakeManner() {
    const std::vector<std::string> road{"picking", "picked", "storing", "transporting", "sorting", "delivering"};
    const auto then = [&](std::vector<std::string> rest) {
      auto path = road;
      path.insert(path.end(), rest.begin(), rest.end());
      return path;
    };
    const std::vector<std::string> back{"delivery_fail",       "waiting_to_return", "return",
                                        "return_transporting", "returning",         "returned"};
    return {kBase,
            {{"deliver", then({"delivered"})},
             {"fail-once", then({"delivery_fail", "storing", "delivering", "delivered"})},
             {"return", then(back)},
             {"cancel", {"picking", "cancel"}},
             {"lost", {"picking", "picked", "storing", "transporting", "lost"}},
             {"hold", {"picking", "picked", "exception", "storing", "delivering", "delivered"}}},
            "delivered",
            back,
            [this](const Parcel& parcel, bool lie) { return CallBody(parcel, lie); }};
  }

  std::string CallBody(const Parcel& parcel, bool lie) const {
    const auto request = json::parse(parcel.data);
    const auto status = lie ? std::string(parcel.status() == "delivered" ? "returned" : "delivered") : parcel.status();
    const bool failed = status == "delivery_fail";
    const json body{{"OrderCode", parcel.code},
                    {"ClientOrderCode", parcel.client_code},
                    {"Status", status},
                    {"Type", parcel.log.size() == 1 ? "create" : "switch_status"},
                    {"Time", keel::ToRfc3339(parcel.log.back().at)},
                    {"ShopID", std::stoll(shop_id_)},
                    {"Warehouse", "Kho trung chuyển (mô phỏng)"},
                    {"Reason", failed ? "Người nhận không nghe máy" : ""},
                    {"ReasonCode", failed ? "GHN-DFC1A4" : ""},
                    {"Description", ""},
                    {"CODAmount", Int(request, "cod_amount")},
                    {"CODTransferDate", nullptr},
                    {"Weight", Int(request, "weight")},
                    {"ConvertedWeight", Billable(request)},
                    {"Length", Int(request, "length")},
                    {"Width", Int(request, "width")},
                    {"Height", Int(request, "height")},
                    {"PaymentType", Int(request, "payment_type_id")},
                    {"TotalFee", parcel.fee},
                    {"Fee", {{"MainService", parcel.fee}, {"Total", parcel.fee}}},
                    {"IsPartialReturn", false},
                    {"PartialReturnCode", ""}};
    return body.dump();
  }

  /// Token, body and (but for master data) the shop, as GHN checks them. Bodies come with GET, too; then `body` is {}.
  void Route(keel::http::Server& server, const std::string& path, bool needs_shop,
             std::function<Reply(const Request&, const json&)> work) {
    const auto handler = [this, needs_shop, work](const Request& request) -> Reply {
      if (request.Header("token") != token_) return Refuse(401, "Token is not valid", "USER_ERR_COMMON");
      if (needs_shop && request.Header("shopid") != shop_id_) return Refuse(400, "Shop not found", "SHOP_NOT_FOUND");
      const auto body = request.body.empty() ? json::object() : json::parse(request.body, nullptr, false);
      if (!body.is_object()) return Refuse(400, "json: cannot unmarshal");
      return work(request, body);
    };
    server.Work(Method::kPost, std::string(kBase) + path, handler);
    server.Work(Method::kGet, std::string(kBase) + path, handler);
  }

  void Mount(keel::http::Server& server) {
    Route(server, "/v3/master-data/province/all", false, [this](const Request&, const json&) {
      auto data = json::array();
      for (const auto& province : places_.Provinces())
        data.push_back({{"_id", kProvinceOffset + std::stoll(province.code)},
                        {"name", province.full_name},
                        {"parent_id", nullptr},
                        {"extension_names", {province.name, province.full_name}},
                        {"status", 1}});
      return Envelope(data);
    });
    Route(server, "/v3/master-data/ward/all-by-province-id", false, [this](const Request& request, const json&) {
      const auto id = request.QueryOr("province_id", "");
      auto data = json::array();
      for (const auto& province : places_.Provinces()) {
        if (std::to_string(kProvinceOffset + std::stoll(province.code)) != id) continue;
        for (const auto& commune : places_.Communes(province.code))
          data.push_back({{"_id", kWardOffset + std::stoll(commune.code)},
                          {"name", commune.full_name},
                          {"parent_id", std::stoll(id)},
                          {"extension_names", {commune.full_name}},
                          {"status", 1}});
      }
      return data.empty() ? Refuse(400, "province_id is not valid") : Envelope(data);
    });
    Route(server, "/v2/shipping-order/fee", true, [this](const Request&, const json& body) { return QuoteFee(body); });
    Route(server, "/v2/shipping-order/create", true, [this](const Request&, const json& body) { return Create(body); });
    Route(server, "/v2/shipping-order/detail", true, [this](const Request&, const json& body) {
      Parcel parcel;
      return simulator_.yard().Find(Text(body, "order_code"), &parcel) ? Envelope(Detail(parcel))
                                                                       : Refuse(400, "Đơn hàng không tồn tại");
    });
    Route(server, "/v2/shipping-order/detail-by-client-code", true, [this](const Request&, const json& body) {
      Parcel parcel;
      return simulator_.yard().FindByClient(Text(body, "client_order_code"), &parcel)
                 ? Envelope(Detail(parcel))
                 : Refuse(400, "Đơn hàng không tồn tại");
    });
    Route(server, "/v2/switch-status/cancel", true, [this](const Request&, const json& body) { return Cancel(body); });
  }

  const keel::places::Commune* WardOf(std::int64_t id) const {
    const auto code = std::to_string(id - kWardOffset);
    return code.size() > 5 ? nullptr : places_.FindCommune(std::string(5 - code.size(), '0') + code);
  }

  const keel::places::Commune* Named(const json& body, const std::string& end) const {
    const auto* province = places_.ProvinceNamed(Text(body, end + "_province_name"));
    return province == nullptr ? nullptr : places_.CommuneNamed(province->code, Text(body, end + "_ward_name"));
  }

  /// Empty when the sizes will do.
  static std::optional<Reply> BadSizes(const json& body) {
    if (Int(body, "weight") <= 0) return RefuseField("Weight", "required");
    if (Int(body, "weight") > 50'000) return RefuseField("Weight", "max");
    for (const auto* side : {"length", "width", "height"})
      if (Int(body, side) > 200 || Int(body, side) < 0) return RefuseField(side, "max");
    if (Billable(body) >= 20'000 && Int(body, "service_type_id") != 5)
      return RefuseField("ServiceTypeID", "heavy weight");
    return std::nullopt;
  }

  Reply QuoteFee(const json& body) {
    if (auto bad = BadSizes(body)) return *bad;
    const auto* from = WardOf(Int(body, "from_ward_id_v2"));
    const auto* to = WardOf(Int(body, "to_ward_id_v2"));
    if (from == nullptr || to == nullptr) return Refuse(400, "ward is not valid", "WARD_IS_INVALID");
    if (Int(body, "cod_value") > 50'000'000) return RefuseField("CodValue", "max");
    const auto fee =
        FeeOf(carrier_simulation::DistanceClass(from->province_code, from->code, to->province_code, to->code), body,
              Int(body, "cod_value"));
    return Envelope({{"total", fee.total()},
                     {"service_fee", fee.main},
                     {"insurance_fee", fee.insurance},
                     {"pick_station_fee", 0},
                     {"coupon_value", 0},
                     {"r2s_fee", 0},
                     {"return_again", 0},
                     {"document_return", 0},
                     {"double_check", 0},
                     {"cod_fee", fee.cod},
                     {"pick_remote_areas_fee", 0},
                     {"deliver_remote_areas_fee", 0},
                     {"cod_failed_fee", 0}});
  }

  Reply Create(const json& body) {
    if (auto bad = BadSizes(body)) return *bad;
    for (const auto* field : {"to_name", "to_phone", "to_address", "required_note"})
      if (Text(body, field).empty()) return RefuseField(field, "required");
    const auto note = Text(body, "required_note");
    if (note != "CHOTHUHANG" && note != "CHOXEMHANGKHONGTHU" && note != "KHONGCHOXEMHANG")
      return RefuseField("RequiredNote", "oneof");
    if (!IsPhone(Text(body, "to_phone")) || !IsPhone(Text(body, "from_phone")))
      return Refuse(400, "Số điện thoại không hợp lệ", "PHONE_INVALID");
    if (Text(body, "client_order_code").size() > 50) return RefuseField("ClientOrderCode", "max");
    if (Int(body, "cod_amount") > 50'000'000 || Int(body, "cod_amount") < 0) return RefuseField("CODAmount", "max");
    if (Int(body, "insurance_value") > 5'000'000) return RefuseField("InsuranceValue", "max");
    if (!body.value("is_new_to_address", false)) return RefuseField("ToDistrictID", "required");
    const auto* from = Named(body, "from");
    const auto* to = Named(body, "to");
    if (from == nullptr || to == nullptr || simulator_.faults().Take("refuse"))
      return Refuse(400, "ward is not valid", "WARD_IS_INVALID");

    const auto fee =
        FeeOf(carrier_simulation::DistanceClass(from->province_code, from->code, to->province_code, to->code), body,
              Int(body, "cod_amount"));
    const auto code = "G" + carrier_simulation::RandomCode(7);
    Parcel fresh;
    fresh.code = code;
    fresh.client_code = Text(body, "client_order_code");
    fresh.data = body.dump();
    fresh.fee = fee.total();
    fresh.ahead = simulator_.NewPlan();
    // The same client code gives the same parcel, whatever the rest says: seen in GHN's sandbox.
    const auto parcel = simulator_.yard().AddOnce(std::move(fresh), "ready_to_pick");
    if (parcel.code == code) simulator_.Tell(parcel);
    return Envelope({{"order_code", parcel.code},
                     {"sort_code", SortCode(parcel)},
                     {"trans_type", "truck"},
                     {"ward_encode", ""},
                     {"district_encode", ""},
                     {"fee", {{"main_service", fee.main}, {"insurance", fee.insurance}, {"cod_fee", fee.cod}}},
                     {"total_fee", parcel.fee},
                     {"expected_delivery_time", keel::ToRfc3339(parcel.log.front().at + std::chrono::hours(72))},
                     {"operation_partner", ""}});
  }

  std::string SortCode(const Parcel& parcel) const {
    const auto* to = Named(json::parse(parcel.data), "to");
    if (to == nullptr) return "";
    return to->province_code + "-" + to->code.substr(2) + "-" + parcel.code.substr(1, 1) + "1";
  }

  json Detail(const Parcel& parcel) const {
    auto detail = json::parse(parcel.data);
    auto log = json::array();
    for (const auto& step : parcel.log)
      log.push_back({{"status", step.status},
                     {"updated_date", keel::ToRfc3339(step.at)},
                     {"driver_id", 0},
                     {"driver_name", ""},
                     {"driver_phone", ""},
                     {"payment_type_id", 1},
                     {"trip_code", ""}});
    const bool delivered = parcel.status() == "delivered";
    detail["order_code"] = parcel.code;
    detail["status"] = parcel.status();
    detail["log"] = log;
    detail["sort_code"] = SortCode(parcel);
    detail["total_fee"] = parcel.fee;
    detail["converted_weight"] = Billable(detail);
    detail["calculate_weight"] = Billable(detail);
    detail["order_date"] = keel::ToRfc3339(parcel.log.front().at);
    detail["updated_date"] = keel::ToRfc3339(parcel.log.back().at);
    detail["leadtime"] = keel::ToRfc3339(parcel.log.front().at + std::chrono::hours(72));
    detail["is_cod_collected"] = delivered && Int(detail, "cod_amount") > 0;
    detail["is_cod_transferred"] = false;
    return detail;
  }

  Reply Cancel(const json& body) {
    auto data = json::array();
    for (const auto& code :
         body.contains("order_codes") && body["order_codes"].is_array() ? body["order_codes"] : json::array()) {
      if (!code.is_string()) continue;
      bool done = false;
      simulator_.yard().Change(code.get<std::string>(), [&](Parcel& parcel) {
        done = !parcel.cancelled && (parcel.status() == "ready_to_pick" || parcel.status() == "picking");
        if (!done) return;
        parcel.cancelled = true;
        simulator_.yard().Put(parcel, "cancel");
      });
      Parcel parcel;
      if (done && simulator_.yard().Find(code.get<std::string>(), &parcel)) simulator_.Tell(parcel);
      data.push_back(
          {{"order_code", code}, {"result", done}, {"message", done ? "OK" : "Trạng thái đơn hàng không hợp lệ"}});
    }
    return Envelope(data);
  }

  const keel::places::Places& places_;
  std::string token_, shop_id_;
  Simulator simulator_;
};

}  // namespace

int main(int argc, char** argv) {
  keel::service::Spec spec;
  spec.name = "ghn-simulator";
  spec.has_database = false;
  spec.keys = Simulator::Keys();
  spec.keys.push_back({"GHN_TOKEN", "the token it takes", std::nullopt});
  spec.keys.push_back({"GHN_SHOP_ID", "the shop it knows", std::nullopt, keel::IsNumber});
  spec.compose = [](keel::service::Runtime& runtime) {
    runtime.Keep<GhnSimulator>(runtime, keel::places::Places::Load(runtime.config.Text("PLACES_FILE")));
  };
  return keel::service::Run(argc, argv, spec);
}
