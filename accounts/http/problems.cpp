#include "accounts/http/problems.hpp"

namespace accounts {

std::vector<keel::http::ProblemText> Problems() {
  return {
      // Signing in
      {"phone-invalid", "Số điện thoại chưa đúng. Hãy nhập số di động Việt Nam gồm 10 chữ số, ví dụ 0912 345 678.",
       "That phone number is not right. Enter a Vietnamese mobile number of 10 digits, such as 0912 345 678."},
      {"too-many-codes", "Bạn đã xin mã quá nhiều lần. Hãy thử lại sau {} giây.",
       "Too many codes were asked for. Try again in {} seconds."},
      {"code-malformed", "Mã gồm 6 chữ số. Hãy xem lại tin nhắn và nhập đủ.",
       "The code has 6 digits. Look at the message and enter all of them."},
      {"code-wrong", "Mã không đúng. Còn {} lần thử.", "The code is wrong. Tries left: {}."},
      {"code-used-up", "Mã này đã dùng rồi hoặc đã nhập sai quá nhiều lần. Hãy xin mã mới.",
       "This code was used already or tried too often. Ask for a new one."},
      {"code-expired", "Mã đã hết hạn. Hãy xin mã mới.", "The code has expired. Ask for a new one."},
      {"challenge-not-found", "Không tìm thấy lần xin mã này. Hãy xin mã mới.",
       "That code request is not known. Ask for a new code."},
      {"phone-or-password-wrong",
       "Số điện thoại hoặc mật khẩu không đúng. Bạn cũng có thể đăng nhập bằng mã gửi qua tin nhắn.",
       "The phone number or the password is wrong. You can also sign in with a code sent by message."},
      {"too-many-tries",
       "Bạn đã nhập sai quá nhiều lần. Hãy thử lại sau {} giây, hoặc đăng nhập bằng mã gửi qua tin nhắn.",
       "Too many wrong tries. Try again in {} seconds, or sign in with a code sent by message."},
      {"session-ended", "Phiên đăng nhập này đã kết thúc. Hãy đăng nhập lại.",
       "This sign-in has ended. Sign in again."},
      {"password-too-short", "Mật khẩu cần ít nhất {} ký tự.", "A password needs at least {} characters."},
      {"password-too-long", "Mật khẩu quá dài. Hãy dùng nhiều nhất {} byte (chữ có dấu chiếm 2 đến 3 byte).",
       "The password is too long. Use at most {} bytes."},
      {"password-too-simple",
       "Mật khẩu này quá dễ đoán. Đừng dùng số điện thoại của bạn, một ký tự lặp lại hay dãy số liền nhau.",
       "That password is too easy to guess. Do not use your phone number, one character repeated, or a run of digits."},
      // Sending codes: for the log and the sweeper; a person who asked for a code is not told, since it will be
      // repeated.
      {"gateway-unavailable", "Chưa gửi được tin nhắn. Hệ thống sẽ tự gửi lại.",
       "The message could not be sent yet. It will be repeated."},
      {"message-refused", "Nhà cung cấp tin nhắn từ chối gửi (mã {}).",
       "The message company refused to send it (code {})."},
      // Parties
      {"party-not-found", "Không tìm thấy đơn vị này.", "There is no such party."},
      {"place-unknown", "Xã, phường này không thuộc tỉnh, thành đã chọn. Hãy chọn lại.",
       "That commune is not in the chosen province. Choose again."},
      {"too-many-parties", "Mỗi người chỉ mở được nhiều nhất {} đơn vị.", "One person may open at most {} parties."},
      {"party-suspended", "Đơn vị này đang bị tạm ngừng. Hãy liên hệ người vận hành chợ.",
       "This party is suspended. Contact the market's operator."},
      {"party-not-suspended", "Đơn vị này không bị tạm ngừng.", "This party is not suspended."},
      {"contact-not-found", "Đơn vị này chưa có người liên hệ.", "Nobody answers for this party yet."},
      // Asking for what is kept to be erased
      {"erasure-not-found", "Không tìm thấy yêu cầu xoá dữ liệu này.", "There is no such request for erasure."},
      {"account-not-found", "Không tìm thấy tài khoản này.", "There is no such account."},
      {"erasure-open", "Yêu cầu xoá dữ liệu của số điện thoại này đã có rồi.",
       "The data of this phone number are asked to be erased already."},
      {"event-unreadable", "Không đọc được một thông báo giữa các dịch vụ. Hãy xem nhật ký của dịch vụ accounts.",
       "A message between services cannot be read. Look into the log of accounts."},
      {"erasure-begun", "Việc xoá đã bắt đầu nên không rút lại được nữa.",
       "Erasing has begun, so the request can no longer be withdrawn."},
      {"erasure-shop-open", "Chưa xoá được: gian hàng “{}” còn mở. Hãy tạm nghỉ gian hàng trước, rồi gửi lại yêu cầu.",
       "Not yet: your shop “{}” is still open. Pause the shop first, then ask again."},
      {"erasure-orders-open",
       "Chưa xoá được: gian hàng của bạn còn {} đơn chưa xong (đang giao, đang trả hàng hoặc khiếu nại). Hãy làm xong "
       "các đơn này trước.",
       "Not yet: your shop has {} orders that are not finished (under way, being returned or disputed). Finish them "
       "first."},
      {"erasure-money-open",
       "Chưa xoá được: chợ và “{}” còn nợ nhau tiền. Hãy chờ chợ trả hết tiền, hoặc trả phần còn nợ chợ, rồi gửi lại "
       "yêu cầu.",
       "Not yet: the market and “{}” still owe each other money. Wait for the last payout, or pay what you owe, then "
       "ask again."},
      // Members
      {"role-not-here", "Loại đơn vị này không có vai trò “{}”.", "This kind of party has no role “{}”."},
      {"member-exists", "Người hoặc đơn vị này đã là thành viên rồi.", "That person or party is a member already."},
      {"invitation-open", "Số điện thoại này đã được mời rồi, đang chờ trả lời.",
       "That phone number was invited already and has not answered yet."},
      {"too-many-invitations", "Hôm nay đã gửi quá nhiều lời mời. Hãy thử lại sau {} giây.",
       "Too many invitations were sent today. Try again in {} seconds."},
      {"member-not-found", "Không tìm thấy thành viên này.", "There is no such member."},
      {"too-many-members", "Mỗi đơn vị có nhiều nhất {} người.", "A party has at most {} people."},
      {"last-owner", "Đơn vị phải còn ít nhất một chủ. Hãy thêm chủ khác trước.",
       "A party keeps at least one owner. Add another first."},
      {"not-a-cooperative", "Chỉ hợp tác xã mới kết nạp được hộ thành viên.",
       "Only a cooperative takes parties as members."},
      {"household-not-found", "Bạn chưa có hộ nào trên chợ để vào hợp tác xã. Hãy mở gian hàng trước, rồi đồng ý.",
       "You have no household here that could join. Open your shop first, then say yes."},
      {"household-not-here", "Số điện thoại này chưa có hộ nào trên chợ. Hãy giúp họ đăng nhập và mở gian hàng trước.",
       "That phone number has no household here. Help them sign in and open a shop first."},
      {"household-ambiguous", "Bạn có nhiều hộ. Hãy chọn hộ nào vào hợp tác xã.",
       "You own several households. Choose the one that joins."},
  };
}

}  // namespace accounts
