#include "orders/http/problems.hpp"

namespace orders {

std::vector<keel::http::ProblemText> Problems() {
  return {
      // Carts
      {"cart-not-found", "Không tìm thấy giỏ hàng này. Hãy mở giỏ hàng mới.",
       "That cart was not found. Open a new one."},
      {"cart-changed", "Giỏ hàng vừa thay đổi. Hãy tải lại rồi thử lần nữa.",
       "The cart has just changed. Load it again and retry."},
      {"cart-empty", "Giỏ hàng chưa có món nào mua được. Hãy chọn hàng trước.",
       "There is nothing in the cart that can be bought. Choose something first."},
      {"cart-full", "Giỏ hàng chứa được nhiều nhất {} loại hàng. Hãy bỏ bớt hoặc đặt đơn này trước.",
       "A cart holds at most {} different goods. Take some out, or place this purchase first."},
      {"quantity-out-of-range", "Số lượng phải từ 1 đến {}.", "A quantity is between 1 and {}."},
      {"offer-not-found", "Không tìm thấy mặt hàng này.", "That product was not found."},
      {"offer-unavailable", "“{}” hiện không còn bán. Hãy bỏ khỏi giỏ hàng.",
       "“{}” is no longer sold. Take it out of the cart."},
      {"out-of-stock", "“{}” không còn đủ hàng. Hãy giảm số lượng hoặc chọn món khác.",
       "There is not enough of “{}” left. Order fewer or choose something else."},
      {"offer-changed", "Giá đã thay đổi, tổng tiền bây giờ là {} đồng. Hãy xem lại rồi đặt hàng.",
       "Prices have changed; the total is now {} đồng. Look it over and place the purchase again."},
      {"offer-moved", "Mặt hàng vừa thay đổi đúng lúc bạn đặt. Hãy đặt hàng lại.",
       "A product changed just as you placed the purchase. Place it again."},
      // Checkout
      {"phone-invalid", "Số điện thoại chưa đúng. Hãy nhập số di động Việt Nam gồm 10 chữ số, ví dụ 0912 345 678.",
       "That phone number is not right. Enter a Vietnamese mobile number of 10 digits, such as 0912 345 678."},
      {"place-unknown", "Không tìm thấy địa phương ở mục “{}”. Hãy chọn lại tỉnh và xã.",
       "The place in “{}” is not known. Choose the province and commune again."},
      {"place-ambiguous", "Xã, phường cũ này đã được chia tách. Hãy chọn xã, phường hiện nay.",
       "That former ward was divided. Choose today's commune."},
      // Orders
      {"order-code-mistyped", "Mã đơn có chữ gõ sai. Mã có dạng CP-7K3M-9Q2; hãy kiểm tra lại.",
       "A letter of the order code is wrong. It looks like CP-7K3M-9Q2; check it again."},
      {"order-not-found", "Không tìm thấy đơn hàng với mã và số điện thoại này. Hãy kiểm tra lại.",
       "No order was found with that code and phone number. Check both."},
      {"purchase-not-found", "Không tìm thấy lần mua hàng với số điện thoại này. Hãy kiểm tra lại.",
       "No purchase was found with that phone number. Check it."},
      {"too-many-lookups", "Đã tra cứu sai quá nhiều lần. Hãy thử lại sau {} phút.",
       "Too many wrong look-ups. Try again in {} minutes."},
      {"order-state-conflict",
       "Đơn hàng hiện ở bước khác nên không làm được việc này. Hãy tải lại để xem trạng thái mới nhất.",
       "The order is at another step, so that cannot be done. Load it again to see where it is."},
      {"order-changed", "Đơn hàng vừa thay đổi. Hãy tải lại rồi thử lần nữa.",
       "The order has just changed. Load it again and retry."},
      {"line-unknown", "Đơn hàng không có món này. Hãy tải lại đơn rồi thử lần nữa.",
       "The order has no such line. Load it again and retry."},
      {"amendment-grows", "Đơn đã đặt chỉ có thể bớt đi, không thể thêm số lượng hay tăng tiền ({}).",
       "An order that was placed can only become smaller; nothing may be added or cost more ({})."},
      {"amendment-empty", "Chưa có thay đổi nào. Hãy giảm số lượng ít nhất một món.",
       "Nothing would change. Reduce at least one item."},
      {"order-code-taken", "Chưa tạo được mã đơn. Hãy thử đặt hàng lại.",
       "No order code could be made. Place the purchase again."},
      {"whose-orders", "Hãy chọn đúng một trong: shop_id, party_id, cooperative_id.",
       "Ask for exactly one of shop_id, party_id, cooperative_id."},
      {"shop-not-found", "Không tìm thấy gian hàng này.", "That shop was not found."},
      {"party-not-found", "Không tìm thấy hộ hoặc hợp tác xã này.", "That household or cooperative was not found."},
      // Between services; people do not meet it.
      {"event-unreadable", "Không đọc được một thông báo giữa các dịch vụ. Hãy xem nhật ký của dịch vụ orders.",
       "A message between services cannot be read. Look at the log of orders."},
      {"sender-unknown", "Chưa biết cách liên hệ với người bán của đơn này.",
       "How to reach this order's seller is not known."},
  };
}

}  // namespace orders
