#include "storefront/backends/write_offs.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

constexpr const char* kPath = "/v1/refund-write-offs";

Got<Nothing> Post(const Asker& payments, const Caller& caller, const std::string& path, const Json& body) {
  const auto answer = payments.Send(caller, keel::http::Method::kPost, path, body);
  if (!answer) return answer.failure();
  return Nothing{};
}

}  // namespace

Got<Listing<WriteOff>> WriteOffs(const Asker& payments, const Caller& caller, const std::string& cursor) {
  const auto json = payments.Get(caller, kPath + QueryText().Add("cursor", cursor).Add("limit", "20").text());
  if (!json) return json.failure();
  return Listing<WriteOff>{
      Each<WriteOff>(
          *json, "items",
          [](const Json& row) {
            return WriteOff{
                Text(row, "id"),     Text(row, "intent_id"), Text(row, "order_codes"),     Text(row, "reason"),
                Dong(row, "amount"), Time(row, "at"),        At(row, "undone").is_object()};
          }),
      Text(*json, "next")};
}

Got<Nothing> WriteOffRefund(const Asker& payments, const Caller& caller, const std::string& intent, keel::Money amount,
                            const std::string& reason) {
  return Post(
      payments, caller, kPath,
      {{"intent_id", intent}, {"amount", {{"amount", amount.dong()}, {"currency", "VND"}}}, {"reason", reason}});
}

Got<Nothing> UndoWriteOff(const Asker& payments, const Caller& caller, const std::string& id,
                          const std::string& reason) {
  return Post(payments, caller, kPath + ("/" + keel::http::UrlEncode(id)) + "/undo", {{"reason", reason}});
}

}  // namespace storefront::backends
