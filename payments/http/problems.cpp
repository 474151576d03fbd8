#include "payments/http/problems.hpp"

namespace payments {

const std::vector<keel::http::ProblemText>& Problems() {
  static const std::vector<keel::http::ProblemText> kProblems{
      {"purchase-not-found", "Không tìm thấy lần mua hàng này. Hãy kiểm tra lại đường dẫn.",
       "There is no such purchase. Check the link."},
      {"intent-not-found", "Không tìm thấy khoản thanh toán này.", "There is no such payment."},
      {"party-not-found", "Không tìm thấy người bán này.", "There is no such seller."},
      {"receipt-not-found", "Không tìm thấy khoản tiền vào này.", "There is no such receipt."},
      {"qr-not-available", "Khoản này không còn chờ chuyển khoản, nên không có mã QR.",
       "This payment no longer waits for a transfer, so there is no QR code."},
      {"intent-changed", "Khoản thanh toán vừa thay đổi. Hãy tải lại rồi làm tiếp.",
       "The payment has just changed. Load it again and go on."},
      {"receipt-changed", "Khoản tiền vào vừa thay đổi. Hãy tải lại rồi làm tiếp.",
       "The receipt has just changed. Load it again and go on."},
      {"order-money-changed", "Tiền của đơn hàng vừa thay đổi. Hãy tải lại rồi làm tiếp.",
       "The order's money has just changed. Load it again and go on."},
      {"order-not-paid", "Đơn hàng này chưa có tiền để chia.", "The money for this order has not come in."},
      {"order-money-conflict", "Tiền của đơn hàng này không thể chuyển như vậy.",
       "The order's money cannot move that way."},
      {"order-does-not-add-up", "Tiền hàng và cước của đơn {} không bằng tổng tiền.",
       "Goods and freight of order {} do not make its total."},
      {"payment-method-unknown", "Chợ không nhận cách thanh toán “{}”.",
       "The market does not take the payment method “{}”."},
      {"receipt-not-unmatched", "Khoản tiền vào này đã được xử lý rồi.", "This receipt has been dealt with already."},
      {"receipt-nothing-to-return", "Khoản tiền vào này không có gì phải trả lại.",
       "Nothing of this receipt is owed back."},
      {"intent-takes-no-transfer", "Khoản này trả tiền mặt khi nhận hàng, không nhận chuyển khoản.",
       "This payment is made in cash on delivery, not by transfer."},
      {"remittance-too-large", "Hãng vận chuyển chỉ còn phải nộp {} đồng.", "The carrier owes only {} đồng."},
      {"nothing-to-refund", "Khoản thanh toán này không có gì phải hoàn lại.",
       "Nothing is owed back for this payment."},
      {"refund-too-large", "Chỉ còn phải hoàn lại {} đồng.", "Only {} đồng are owed back."},
      {"payout-too-large", "Chợ chỉ còn nợ người bán này {} đồng.", "The market owes this seller only {} đồng."},
      {"commission-rules-missing", "Chưa có biểu phí cho thời điểm này. Hãy báo người vận hành chợ.",
       "There is no commission rule for this moment. Tell the market's operator."},
      {"rule-in-the-past", "Biểu phí mới chỉ được có hiệu lực từ bây giờ trở đi.",
       "A new rule can only take effect from now on."},
      {"webhook-forged", "Chữ ký của thông báo không đúng. Không có gì được ghi nhận.",
       "The signature does not fit the message. Nothing was changed."},
      {"webhook-stale", "Thông báo này được ký quá 5 phút trước hoặc sau giờ của máy chủ. Hãy ký lại và gửi lại.",
       "The message was signed more than five minutes away from now. Sign it again and resend."},
      {"webhook-unreadable", "Thông báo có chữ ký đúng nhưng không đọc được mục “{}”.",
       "The message is signed well, but its field “{}” cannot be read."},
      {"webhook-unknown", "Không có cách thanh toán nào nhận thông báo ở địa chỉ này.",
       "No way of paying takes messages at this address."},
  };
  return kProblems;
}

}  // namespace payments
