// vnpost-simulator: answers as Vietnam Post's MyVNPost API does, as far as README.md beside it knows. Not part of any
// service; speaks the wire only.
#include "shipping-adapters/carriers/simulation/simulator.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "keel/crypto/sealed.hpp"
#include "keel/places/places.hpp"
#include "shipping-adapters/carriers/vnpost/webhook_key.hpp"

namespace {

using carrier_simulation::Parcel;
using carrier_simulation::Simulator;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

struct OfferedService {
  std::string_view code, name;
  std::int64_t percent;  ///< Of the standard price.
};
constexpr std::array<OfferedService, 2> kServices{
    {{"CTN009", "Chuyển phát tiêu chuẩn", 100}, {"CTN007", "Chuyển phát nhanh EMS", 150}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kStatusNames{
    {{"1", "Đã tạo đơn"},
     {"2", "Bưu tá đã nhận yêu cầu thu gom"},
     {"4", "Đang thu gom"},
     {"6", "Đã thu gom"},
     {"7", "Bưu cục đã nhận"},
     {"9", "Huỷ thu gom"},
     {"10", "Đang vận chuyển"},
     {"11", "Đã đến bưu cục phát"},
     {"12", "Đang phát"},
     {"14", "Phát thành công"},
     {"15", "Phát không thành công"},
     {"16", "Chờ duyệt chuyển hoàn"},
     {"17", "Đã duyệt chuyển hoàn"},
     {"18", "Bắt đầu chuyển hoàn"},
     {"19", "Đã chuyển hoàn"},
     {"21", "Đã trả tiền thu hộ"},
     {"22", "Huỷ đơn"},
     {"24", "Đang chuyển hoàn"},
     {"5", "Thu gom không thành công"},
     {"28", "Đã thanh toán cước"}}};

std::string StatusName(std::string_view code) {
  for (const auto& [known, name] : kStatusNames)
    if (known == code) return std::string(name);
  return std::string(code);
}

/// Weight and sizes come as text.
std::int64_t Int(const json& body, std::string_view field) {
  const auto at = body.find(field);
  if (at == body.end()) return 0;
  if (at->is_number_integer()) return at->get<std::int64_t>();
  return at->is_string() ? std::atoll(at->get_ref<const std::string&>().c_str()) : 0;
}
std::string Text(const json& body, std::string_view field) {
  const auto at = body.find(field);
  return at != body.end() && at->is_string() ? at->get<std::string>() : std::string();
}

std::int64_t Addon(const json& order, std::string_view code, std::string_view property) {
  if (!order.contains("addonService") || !order["addonService"].is_array()) return 0;
  for (const auto& addon : order["addonService"])
    if (Text(addon, "code") == code && Text(addon, "propValue").starts_with(property))
      return std::atoll(Text(addon, "propValue").c_str() + property.size());
  return 0;
}

/// Vietnam's wall clock, "21/11/2026" and "15:30:00".
std::pair<std::string, std::string> Local(keel::Instant at) {
  using namespace std::chrono;
  const auto local = at + hours(7);
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss time{floor<seconds>(local - day)};
  std::array<char, 32> d{};
  std::array<char, 32> t{};
  std::snprintf(d.data(), d.size(), "%02u/%02u/%04d", unsigned{date.day()}, unsigned{date.month()}, int{date.year()});
  std::snprintf(t.data(), t.size(), "%02d:%02d:%02d", static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return {d.data(), t.data()};
}

/// S10: two letters, eight digits, the UPU check digit, "VN".
std::string NewItemCode() {
  std::string digits;
  for (const char c : carrier_simulation::RandomCode(8)) digits += static_cast<char>('0' + c % 10);
  constexpr std::array<int, 8> kWeights{8, 6, 4, 2, 3, 5, 9, 7};
  int sum = 0;
  for (std::size_t i = 0; i < 8; ++i) sum += (digits[i] - '0') * kWeights[i];
  const int rest = 11 - sum % 11;
  const int check = rest == 10 ? 0 : rest == 11 ? 5 : rest;
  return "EL" + digits + static_cast<char>('0' + check) + "VN";
}

class VnPostSimulator {
 public:
  VnPostSimulator(keel::service::Runtime& runtime, const keel::places::Places& places)
      : places_(places),
        user_(runtime.config.Text("VNPOST_USER")),
        password_(runtime.config.Text("VNPOST_PASSWORD")),
        customer_(runtime.config.Text("VNPOST_CUSTOMER")),
        key_(runtime.config.Text("PRIVATE_KEY_FILE"), runtime.config.Text("PUBLIC_KEY_FILE")),
        simulator_(runtime, MakeManner()) {
    Mount(runtime.server);
  }

 private:
  carrier_simulation::Manner MakeManner() {
    const std::vector<std::string> road{"2", "4", "6", "7", "10", "11", "12"};
    const auto then = [&](std::vector<std::string> rest) {
      auto path = road;
      path.insert(path.end(), rest.begin(), rest.end());
      return path;
    };
    const std::vector<std::string> back{"15", "16", "17", "18", "24", "19"};
    return {"/",
            {{"deliver", then({"14"})},
             {"fail-once", then({"15", "12", "14"})},
             {"return", then(back)},
             {"return-stopped", then({"15", "16", "12", "14"})},
             {"cancel", {"2", "4", "5", "9"}},
             {"pickup-fail", {"2", "4", "5", "4", "6", "7", "10", "11", "12", "14"}},
             {"cod-paid", then({"14", "21"})}},
            "14",
            back,
            [this](const Parcel& parcel, bool lie) { return CallBody(parcel, lie); }};
  }

  std::string CallBody(const Parcel& parcel, bool lie) const {
    const auto [date, time] = Local(parcel.log.back().at);
    const auto send_date = date + " " + time;
    auto order = Order(parcel);
    const json body{{"data", json::array({order})},
                    {"sendDate", send_date},
                    {"signature", key_.Sign("MYVNP" + send_date + parcel.code + (lie ? "99" : parcel.status()))}};
    return body.dump();
  }

  static json Order(const Parcel& parcel) {
    const auto info = json::parse(parcel.data);
    return {{"orderHdrID", parcel.inner_id},
            {"originalID", parcel.inner_id},
            {"itemCode", parcel.code},
            {"originalItemCode", parcel.code},
            {"status", std::atoi(parcel.status().c_str())},
            {"statusName", StatusName(parcel.status())},
            {"saleOrderCode", parcel.client_code},
            {"serviceCode", Text(info, "serviceCode")},
            {"senderCode", ""},
            {"totalFee", parcel.fee},
            {"weight", Text(info, "weight")},
            {"codAmount", Addon(info, "GTG021", "PROP0018:")}};
  }

  static Reply Refuse(const Request& request, int status, std::string_view error, std::string_view message) {
    return keel::http::Json(status, {{"status", status},
                                     {"timestamp", 0},
                                     {"error", error},
                                     {"message", message},
                                     {"description", nullptr},
                                     {"path", request.path}});
  }
  static Reply Wrong(const Request& request, std::string_view message) {
    return Refuse(request, 400, "Bad Request", message);
  }

  bool SignedIn(const Request& request) {
    const std::lock_guard lock(mutex_);
    if (simulator_.faults().Take("expire-token")) tokens_.clear();
    return tokens_.contains(std::string(request.Header("token")));
  }

  void Get(keel::http::Server& server, std::string_view path, std::function<Reply(const Request&)> work) {
    server.Work(Method::kGet, path, [this, work](const Request& request) -> Reply {
      return SignedIn(request) ? work(request) : Refuse(request, 401, "Unauthorized", "Token không hợp lệ");
    });
  }
  void Post(keel::http::Server& server, std::string_view path, std::function<Reply(const Request&, const json&)> work) {
    server.Work(Method::kPost, path, [this, work](const Request& request) -> Reply {
      if (!SignedIn(request)) return Refuse(request, 401, "Unauthorized", "Token không hợp lệ");
      const auto body = json::parse(request.body, nullptr, false);
      return body.is_object() ? work(request, body) : Wrong(request, "JSON parse error");
    });
  }

  void Mount(keel::http::Server& server) {
    server.Work(Method::kPost, "/GetAccessToken", [this](const Request& request) -> Reply {
      const auto body = json::parse(request.body, nullptr, false);
      if (!body.is_object() || Text(body, "username") != user_ || Text(body, "password") != password_ ||
          Text(body, "customerCode") != customer_)
        return Refuse(request, 401, "Unauthorized", "Sai tài khoản hoặc mật khẩu");
      const std::lock_guard lock(mutex_);
      const auto token = keel::crypto::RandomToken(24);
      tokens_.insert(token);
      return keel::http::Json(200, {{"success", true}, {"token", token}});
    });
    Get(server, "/getNewProvinceAll", [this](const Request&) {
      auto rows = json::array();
      for (const auto& province : places_.Provinces())
        rows.push_back({{"provinceCode", "1" + province.code}, {"provinceName", province.full_name}});
      return keel::http::Json(200, rows);
    });
    Get(server, "/getNewCommuneAll", [this](const Request&) {
      auto rows = json::array();
      for (const auto& province : places_.Provinces())
        for (const auto& commune : places_.Communes(province.code))
          rows.push_back({{"communeCode", "9" + commune.code},
                          {"communeName", commune.full_name},
                          {"provinceCode", "1" + province.code}});
      return keel::http::Json(200, rows);
    });
    Post(server, "/ServicesCharge", [this](const Request& request, const json& body) { return Charge(request, body); });
    Post(server, "/CreateOrder", [this](const Request& request, const json& body) { return Create(request, body); });
    Post(server, "/orderCancel", [this](const Request& request, const json& body) { return Cancel(request, body); });
    Get(server, "/getOrder", [this](const Request& request) { return GetOrder(request); });
    Get(server, "/GetStatusHistoryOrder", [this](const Request& request) { return History(request); });
    server.Work(Method::kGet, "/control/public-key", [this](const Request&) -> Reply {
      return {200, key_.public_pem(), "application/x-pem-file"};
    });
  }

  const keel::places::Commune* Commune(const json& order, const std::string& end) const {
    const auto code = Text(order, end + "CommuneCode");
    const auto* commune = code.size() == 6 ? places_.FindCommune(code.substr(1)) : nullptr;
    if (commune == nullptr || "1" + commune->province_code != Text(order, end + "ProvinceCode") ||
        Text(order, end + "DistrictCode") != "VNPOST")
      return nullptr;
    return commune;
  }

  static std::int64_t Billable(const json& order) {
    return std::max(Int(order, "weight"), Int(order, "length") * Int(order, "width") * Int(order, "height") / 6);
  }

  static std::int64_t Fee(const OfferedService& service, int distance, const json& order) {
    constexpr std::array<std::int64_t, 4> kFirst{15'000, 20'500, 28'500, 33'000};
    constexpr std::array<std::int64_t, 4> kMore{1'800, 2'300, 3'800, 5'200};
    const auto d = static_cast<std::size_t>(distance);
    const auto over = std::max<std::int64_t>(Billable(order) - 2'000, 0);
    return (kFirst[d] + (over + 499) / 500 * kMore[d]) * service.percent / 100;
  }
  static std::int64_t AddonFee(const json& order) {
    const auto cod = Addon(order, "GTG021", "PROP0018:");
    const auto declared = Addon(order, "GTG008", "PROP0026:");
    return (cod > 0 ? std::max<std::int64_t>(cod / 125, 4'000) : 0) + (declared > 1'000'000 ? declared / 250 : 0);
  }

  Reply Charge(const Request& request, const json& body) {
    const auto order = body.value("data", json::object());
    const auto* from = Commune(order, "sender");
    const auto* to = Commune(order, "receiver");
    if (from == nullptr || to == nullptr) return Wrong(request, "Mã xã (communeCode) không hợp lệ");
    if (Int(order, "weight") <= 0 || Int(order, "weight") > 50'000) return Wrong(request, "Khối lượng không hợp lệ");
    const auto distance =
        carrier_simulation::DistanceClass(from->province_code, from->code, to->province_code, to->code);
    auto rows = json::array();
    for (const auto& service : kServices) {
      if (const auto wanted = Text(order, "serviceCode"); !wanted.empty() && wanted != service.code) continue;
      const auto main = Fee(service, distance, order);
      const auto addons = AddonFee(order);
      rows.push_back({{"serviceCode", service.code},
                      {"serviceName", service.name},
                      {"mainFee", main},
                      {"vasFee", addons},
                      {"totalFee", main + addons},
                      {"priceWeight", Billable(order)},
                      {"weightConvert", Billable(order)}});
    }
    return keel::http::Json(200, rows);
  }

  Reply Create(const Request& request, const json& body) {
    const auto order = body.value("informationOrder", json::object());
    if (Text(body, "customerCode") != customer_) return Wrong(request, "customerCode không hợp lệ");
    for (const auto* field : {"senderName", "senderAddress", "receiverName", "receiverAddress"})
      if (Text(order, field).empty()) return Wrong(request, std::string(field) + " không được để trống");
    for (const auto* field : {"senderPhone", "receiverPhone"})
      if (Text(order, field).size() != 10 || !Text(order, field).starts_with('0'))
        return Wrong(request, "Số điện thoại không hợp lệ");
    const auto* from = Commune(order, "sender");
    const auto* to = Commune(order, "receiver");
    if (from == nullptr || to == nullptr || simulator_.faults().Take("refuse"))
      return Wrong(request, "Mã xã (communeCode) không hợp lệ");
    if (Int(order, "weight") <= 0 || Int(order, "weight") > 50'000) return Wrong(request, "Khối lượng không hợp lệ");
    const auto service = std::ranges::find(kServices, Text(order, "serviceCode"), &OfferedService::code);
    if (service == kServices.end()) return Wrong(request, "serviceCode không hợp lệ");
    Parcel fresh;
    fresh.code = NewItemCode();
    fresh.client_code = Text(order, "saleOrderCode");
    fresh.inner_id = "MYVNP" + carrier_simulation::RandomCode(12);
    fresh.data = order.dump();
    fresh.fee =
        Fee(*service, carrier_simulation::DistanceClass(from->province_code, from->code, to->province_code, to->code),
            order) +
        AddonFee(order);
    fresh.ahead = simulator_.NewPlan();
    // Nobody promises that the same saleOrderCode is taken once: here it makes a second parcel, as the worst case
    // would.
    const auto parcel = simulator_.yard().Add(std::move(fresh), "1");
    simulator_.Tell(parcel);
    return keel::http::Json(200, Order(parcel));
  }

  std::vector<Parcel> Named(const Request& request) {
    const auto code = request.QueryOr("code", "");
    std::vector<Parcel> found;
    for (auto& parcel : simulator_.yard().All())
      if ((request.QueryOr("type", "1") == "2" ? parcel.client_code : parcel.code) == code)
        found.push_back(std::move(parcel));
    return found;
  }

  Reply GetOrder(const Request& request) {
    auto rows = json::array();
    for (const auto& parcel : Named(request)) rows.push_back(Order(parcel));
    return rows.empty() ? Refuse(request, 404, "Not Found", "Không tìm thấy đơn hàng") : keel::http::Json(200, rows);
  }

  Reply History(const Request& request) {
    const auto found = Named(request);
    if (found.empty()) return Refuse(request, 404, "Not Found", "Không tìm thấy đơn hàng");
    auto history = json::array();
    for (const auto& step : found.front().log) {
      const auto [date, time] = Local(step.at);
      history.push_back({{"statusCode", step.status},
                         {"statusName", StatusName(step.status)},
                         {"createdDate", date},
                         {"createHour", time}});
    }
    return keel::http::Json(200,
                            {{"data", json::array({{{"itemCode", found.front().code}, {"statusHistory", history}}})}});
  }

  Reply Cancel(const Request& request, const json& body) {
    const auto id = Text(body, "OriginalId");
    for (const auto& parcel : simulator_.yard().All()) {
      if (parcel.inner_id != id) continue;
      bool done = false;
      simulator_.yard().Change(parcel.code, [&](Parcel& mine) {
        done = !mine.cancelled && (mine.status() == "1" || mine.status() == "2" || mine.status() == "4");
        if (!done) return;
        mine.cancelled = true;
        simulator_.yard().Put(mine, "22");
      });
      Parcel now;
      if (done && simulator_.yard().Find(parcel.code, &now)) simulator_.Tell(now);
      if (!done) return Wrong(request, "Trạng thái đơn hàng không cho phép huỷ");
      return keel::http::Json(200, {{"success", true}, {"OriginalId", id}, {"CaseId", "1"}, {"message", "Đã huỷ"}});
    }
    return Refuse(request, 404, "Not Found", "Không tìm thấy đơn hàng");
  }

  const keel::places::Places& places_;
  std::string user_, password_, customer_;
  vnpost_simulation::WebhookKey key_;
  std::mutex mutex_;
  std::set<std::string> tokens_;
  Simulator simulator_;
};

}  // namespace

int main(int argc, char** argv) {
  keel::service::Spec spec;
  spec.name = "vnpost-simulator";
  spec.has_database = false;
  spec.keys = Simulator::Keys();
  spec.keys.push_back({"VNPOST_USER", "the user it takes", std::nullopt});
  spec.keys.push_back({"VNPOST_PASSWORD", "the password it takes", std::nullopt});
  spec.keys.push_back({"VNPOST_CUSTOMER", "the customer it knows", std::nullopt});
  spec.keys.push_back({"PUBLIC_KEY_FILE", "where the public half of the webhook key is written; empty: nowhere", ""});
  spec.keys.push_back({"PRIVATE_KEY_FILE", "where the key is kept over a restart; empty: a new one each time", ""});
  spec.compose = [](keel::service::Runtime& runtime) {
    runtime.Keep<VnPostSimulator>(runtime, keel::places::Places::Load(runtime.config.Text("PLACES_FILE")));
  };
  return keel::service::Run(argc, argv, spec);
}
