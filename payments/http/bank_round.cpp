#include "payments/http/bank_round.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/vietqr.hpp"
#include "payments/http/asking.hpp"
#include "payments/http/routes.hpp"
#include "payments/http/sheet.hpp"
#include "payments/providers/vietqr/qr_svg.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

namespace payments {

namespace http = keel::http;
using nlohmann::json;

json ToJson(const RoundSums& sums) {
  return {{"id", sums.id},
          {"made_at", keel::ToRfc3339(sums.made_at)},
          {"count", sums.count},
          {"open", sums.open},
          {"total", http::ToJson(sums.total)},
          {"paid", http::ToJson(sums.paid)},
          {"bounced", http::ToJson(sums.bounced)}};
}

http::Reply FileReply(const std::string& name, const std::vector<BankTransfer>& transfers, bool workbook) {
  Sheet sheet{name, {"STT", "Tên người nhận", "Số tài khoản", "Mã ngân hàng", "Ngân hàng", "Số tiền", "Nội dung"}, {}};
  std::int64_t number = 0;
  for (const auto& transfer : transfers)
    if (transfer.waits)
      sheet.rows.push_back({++number, keel::text::Ascii(transfer.holder), transfer.account, transfer.bank_bin,
                            std::string(BankName(transfer.bank_bin)), transfer.amount.dong(), transfer.reference});
  return workbook ? XlsxReply(sheet) : CsvReply(sheet);
}

http::Reply QrReply(const http::Request& request, const BankTransfer& transfer) {
  if (!transfer.waits)
    return http::Problem({keel::Kind::kNotFound, "qr-not-available", "This transfer does not wait to be sent."},
                         request);
  const auto payload = WriteQr({.dynamic = true,
                                .beneficiary = QrBeneficiary{transfer.bank_bin, transfer.account, "QRIBFTTA"},
                                .amount = transfer.amount,
                                .additional = {{"08", transfer.reference}}});
  if (!payload) return http::Problem(payload.error(), request);
  http::Reply reply;
  reply.content_type = "image/svg+xml";
  reply.body = QrSvg(*payload, "VietQR " + transfer.reference);
  return std::move(reply).With("Cache-Control", "private, no-store").With("X-Content-Type-Options", "nosniff");
}

http::Reply PostAnswer(const Front& front, const http::Request& request, const TakeAnswer& take) {
  if (!request.Header("content-type").starts_with("text/csv"))
    return http::Problem({keel::Kind::kUnsupported, "csv-expected", "Send a CSV file (text/csv)."}, request);
  return OperatorDeed(
      front, request, [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
        const auto answers = take(transaction, std::string(request.body));
        if (!answers) return answers.error();
        json rows = json::array();
        for (const auto& answer : *answers)
          rows.push_back({{"line", answer.line}, {"reference", answer.reference}, {"outcome", answer.outcome}});
        return http::Json(200, {{"rows", std::move(rows)}});
      });
}

http::Reply PostTold(const Front& front, const http::Request& request, bool sent, const TellTransfer& tell) {
  const auto body = http::JsonBody(request);
  if (!body) return http::Problem(body.error(), request);
  http::Fields in(*body);
  const auto word = sent ? in.Text("bank_reference", 1, 64) : in.Text("reason", 1, 200);
  if (!in.ok()) return http::Problem(in.error(), request);
  bool is_finding = false;
  auto reply = OperatorDeed(front, request,
                            [&](keel::sql::Transaction& transaction, const std::string&) -> keel::Result<http::Reply> {
                              const auto told = tell(transaction, word);
                              is_finding = !told && IsToldOutcome(told.error().code);
                              if (!told) return told.error();
                              return http::Json(200, *told);
                            });
  if (!is_finding) return reply;
  // A refusal undoes all that was done for it; what was told is a finding that stays.
  const auto kept = keel::sql::RunInTransaction(front.desk.pool,
                                                [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
                                                  const auto told = tell(transaction, word);
                                                  if (!told && !IsToldOutcome(told.error().code)) return told.error();
                                                  return keel::Done{};
                                                });
  if (!kept) return http::Problem(kept.error(), request);
  return reply;
}

}  // namespace payments
