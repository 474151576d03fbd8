#include "storefront/backends/bank_rounds.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;

std::string PathOf(std::string_view root, const std::string& id, const char* rest = "") {
  return std::string(root) + "/" + keel::http::UrlEncode(id) + rest;
}

Payout ReadTransfer(const Json& json) {
  return {Text(json, "id"),
          Text(json, "party_id"),
          Text(json, "party_name"),
          Text(json, "state"),
          Text(json, "reference"),
          Text(json, "bank_name"),
          Text(json, "account_masked"),
          Text(json, "holder"),
          Text(json, "bank_reference"),
          Text(json, "reason"),
          Dong(json, "amount"),
          Time(json, "at"),
          Text(json, "second_reference")};
}

Batch ReadBatch(const Json& json, const RoundKind& kind) {
  Batch batch{.id = Text(json, "id"),
              .made_at = Time(json, "made_at"),
              .count = Int(json, "count"),
              .open = Int(json, "open"),
              .total = Dong(json, "total"),
              .paid = Dong(json, "paid"),
              .bounced = Dong(json, "bounced")};
  batch.payouts = Each<Payout>(json, kind.rows, ReadTransfer);
  return batch;
}

Got<Nothing> Tell(const Asker& payments, const Caller& caller, const std::string& path, const Json& body) {
  const auto answer = payments.Send(caller, Method::kPost, path, body);
  if (!answer) return answer.failure();
  return Nothing{};
}

}  // namespace

Got<Listing<Batch>> Rounds(const Asker& payments, const Caller& caller, const RoundKind& kind,
                           const std::string& cursor) {
  const auto json =
      payments.Get(caller, std::string(kind.rounds) + QueryText().Add("cursor", cursor).Add("limit", "20").text());
  if (!json) return json.failure();
  return Listing<Batch>{Each<Batch>(*json, "items", [&](const Json& row) { return ReadBatch(row, kind); }),
                        Text(*json, "next")};
}

Got<Batch> OneRound(const Asker& payments, const Caller& caller, const RoundKind& kind, const std::string& id) {
  const auto json = payments.Get(caller, PathOf(kind.rounds, id));
  if (!json) return json.failure();
  return ReadBatch(*json, kind);
}

Got<std::string> MakeRound(const Asker& payments, const Caller& caller, const RoundKind& kind) {
  const auto json = payments.Send(caller, Method::kPost, std::string(kind.rounds), Json::object());
  if (!json) return json.failure();
  return Text(*json, "id");
}

Got<std::string> RoundFile(const Asker& payments, const Caller& caller, const RoundKind& kind, const std::string& id,
                           const std::string& ending) {
  return payments.GetRaw(caller, PathOf(kind.rounds, id, "/file.") + ending);
}

Got<std::vector<BankAnswer>> SendRoundAnswer(const Asker& payments, const Caller& caller, const RoundKind& kind,
                                             const std::string& id, std::string csv) {
  const auto text =
      payments.SendRaw(caller, Method::kPost, PathOf(kind.rounds, id, "/result"), std::move(csv), "text/csv");
  if (!text) return text.failure();
  const auto json = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  return Each<BankAnswer>(json, "rows", [](const Json& row) {
    return BankAnswer{Int(row, "line"), Text(row, "reference"), Text(row, "outcome")};
  });
}

Got<std::string> TransferQr(const Asker& payments, const Caller& caller, const RoundKind& kind,
                            const std::string& transfer) {
  return payments.GetRaw(caller, PathOf(kind.transfers, transfer, "/qr.svg"));
}

Got<Nothing> ConfirmTransfer(const Asker& payments, const Caller& caller, const RoundKind& kind,
                             const std::string& transfer, const std::string& bank_reference) {
  return Tell(payments, caller, PathOf(kind.transfers, transfer, "/confirm"), {{"bank_reference", bank_reference}});
}

Got<Nothing> BounceTransfer(const Asker& payments, const Caller& caller, const RoundKind& kind,
                            const std::string& transfer, const std::string& reason) {
  return Tell(payments, caller, PathOf(kind.transfers, transfer, "/bounce"), {{"reason", reason}});
}

}  // namespace storefront::backends
