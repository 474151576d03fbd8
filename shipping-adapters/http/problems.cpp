#include "shipping-adapters/http/problems.hpp"

namespace shipping {

std::vector<keel::http::ProblemText> Problems() {
  return {
      {"place-unknown", "Không có xã, phường hoặc tỉnh với mã này: {}.",
       "There is no commune or province with this code: {}."},
      {"event-unreadable", "Không đọc được một thông báo giữa các dịch vụ. Hãy xem nhật ký của dịch vụ shipping.",
       "A message between services cannot be read. Look into the log of shipping."},
      {"party-not-found", "Không tìm thấy người bán này.", "There is no such seller."},
      {"shipment-not-found", "Không tìm thấy vận đơn này.", "There is no such shipment."},
      {"order-not-found", "Không tìm thấy vận đơn của đơn hàng này.", "This order has no shipment."},
      {"filter-needed", "Hãy cho biết order_id hoặc party_id.", "Say which order_id or party_id."},
      {"cursor-invalid", "Dấu trang không đúng. Hãy xem lại từ đầu.",
       "The cursor is not valid. Start from the beginning."},
      {"label-not-ready", "Chưa có mã vận đơn nên chưa in được nhãn. Hãy thử lại sau ít phút.",
       "There is no tracking number yet, so the label cannot be printed. Try again in a few minutes."},
      {"already-collected", "Bưu tá đã lấy hàng nên không huỷ được nữa. Hãy gọi cho đơn vị vận chuyển.",
       "The courier has the parcel, so it cannot be cancelled any more. Call the carrier."},
      {"nothing-to-retry", "Vận đơn này đã được tạo hoặc đang được tạo, không cần thử lại.",
       "This shipment is booked or about to be booked; there is nothing to try again."},
      {"order-cancelled", "Đơn hàng đã huỷ nên không gửi được nữa.",
       "The order is cancelled, so it cannot be shipped."},
      {"booking-uncertain", "Đơn vị vận chuyển cũ có thể đã nhận vận đơn này. Hãy thử lại với chính đơn vị đó.",
       "The first carrier may already have this parcel. Try again with the same carrier."},
      {"carrier-unknown", "Chợ chưa làm việc với đơn vị vận chuyển này: {}.", "We do not work with this carrier: {}."},
      {"carrier-unavailable", "Đơn vị vận chuyển chưa trả lời. Hãy thử lại sau ít phút.",
       "The carrier does not answer. Try again in a few minutes."},
      {"orders-unavailable", "Chưa lấy được thông tin đơn hàng. Hãy thử lại sau ít phút.",
       "The order could not be asked for. Try again in a few minutes."},
      {"consignment-unusable", "Đơn hàng thiếu hoặc sai thông tin để gửi: {}.",
       "The order cannot be shipped as it is: {}."},
      {"address-rejected", "Đơn vị vận chuyển không nhận địa chỉ này. Hãy kiểm tra xã, phường.",
       "The carrier does not take this address. Check the commune."},
      {"parcel-rejected",
       "Đơn vị vận chuyển không nhận kiện hàng này. Hãy kiểm tra khối lượng, kích thước và tiền thu hộ.",
       "The carrier does not take this parcel. Check its weight, size and cash on delivery."},
      {"recipient-rejected", "Đơn vị vận chuyển không nhận số điện thoại này. Hãy kiểm tra lại số.",
       "The carrier does not take this phone number. Check the number."},
      {"booking-rejected", "Đơn vị vận chuyển từ chối kiện hàng. Hãy chọn đơn vị khác.",
       "The carrier refused the parcel. Choose another carrier."},
      {"webhook-forged", "Lời gọi không phải từ đơn vị vận chuyển.", "This call does not come from the carrier."},
      {"webhook-unreadable", "Không đọc được lời gọi của đơn vị vận chuyển.", "The carrier's call cannot be read."},
      {"webhook-key-missing", "Chưa có khoá để kiểm tra chữ ký. Hãy gọi lại sau.",
       "The key to check the signature is not here yet. Call again later."},
      {"parcel-unknown", "Đơn vị vận chuyển không có kiện hàng này.", "The carrier does not know this parcel."},
      {"shipment-changed", "Vận đơn vừa được thay đổi. Hãy xem lại rồi thử lần nữa.",
       "The shipment changed meanwhile. Look at it again and retry."},
      {"not-due", "Việc này đang được làm. Hãy chờ một lát.", "This is being worked on. Wait a moment."},
  };
}

}  // namespace shipping
