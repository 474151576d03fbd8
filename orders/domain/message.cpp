#include "orders/domain/message.hpp"

#include <algorithm>
#include <stdexcept>

#include "keel/clock.hpp"
#include "orders/domain/after_sale.hpp"
#include "orders/domain/quiet_hours.hpp"

namespace orders {
namespace {

using enum MessageKind;

constexpr MessageText kTexts[]{
    {kNone, "none", "", ""},
    {kAskShop, "ask-shop",
     "Chợ Phiên: {shop} có đơn mới {code}: {what}, tiền hàng {goods_vnd}. Bác nhận thì nhắn CO (hoặc bấm 1), không "
     "nhận "
     "thì nhắn KHONG (hoặc bấm 2), trước {until_at}.",
     "Chợ Phiên: {shop} has a new order {code}: {what}, goods {goods_vnd}. Reply CO (or 1) to take it, KHONG (or 2) to "
     "refuse, before {until_at}."},
    {kAskHelper, "ask-helper",
     "Chợ Phiên: gian hàng {shop} chưa trả lời đơn {code} ({what}). Bạn giúp hỏi rồi nhắn CO (hoặc 1) nếu nhận, KHONG "
     "(hoặc 2) nếu không, trước {until_at}.",
     "Chợ Phiên: {shop} has not answered order {code} ({what}). Please ask them and reply CO (or 1) for yes, KHONG (or "
     "2) for no, before {until_at}."},
    {kAskCooperative, "ask-cooperative",
     "Chợ Phiên: thành viên {shop} chưa trả lời đơn {code} ({what}). Hợp tác xã nhận thay thì nhắn CO (hoặc 1), không "
     "thì nhắn KHONG (hoặc 2), trước {until_at}.",
     "Chợ Phiên: your member {shop} has not answered order {code} ({what}). Reply CO (or 1) to take it over, KHONG (or "
     "2) not to, before {until_at}."},
    {kReplyYes, "reply-yes", "Chợ Phiên: đã nhận đơn {code}. Mời bác chuẩn bị hàng, gói xong bấm “Đã gói”.",
     "Chợ Phiên: order {code} is accepted. Please pack it and press “Packed”."},
    {kReplyNo, "reply-no", "Chợ Phiên: đã ghi là không nhận đơn {code}. Khách được báo và hoàn tiền nếu đã trả.",
     "Chợ Phiên: order {code} is refused. The buyer is told, and refunded if it was paid."},
    {kReplyDeclined, "reply-declined",
     "Chợ Phiên: đã ghi là bên mình không nhận thay đơn {code}. Đơn chưa huỷ, vẫn chờ {shop} hoặc người khác nhận.",
     "Chợ Phiên: noted that you do not take order {code}. It is not cancelled; it still waits for {shop} or somebody "
     "else."},
    {kReplyWhich, "reply-which", "Chợ Phiên: đang có {count} đơn chờ: {codes}. Bác nhắn kèm mã, ví dụ: CO {example}.",
     "Chợ Phiên: {count} orders are waiting: {codes}. Add the code to your reply, such as: CO {example}."},
    {kReplyOther, "reply-other",
     "Chợ Phiên: mã trong tin không phải đơn đang chờ bác trả lời nên chưa làm gì cả. Đang chờ: {codes}. Bác nhắn kèm "
     "mã, ví dụ: CO {example}.",
     "Chợ Phiên: the code in your message is not of an order that waits for your answer, so nothing was done. "
     "Waiting: {codes}. Add the code to your reply, such as: CO {example}."},
    {kReplyUnclear, "reply-unclear",
     "Chợ Phiên: chưa hiểu tin của bác. Nhắn CO (hoặc 1) để nhận đơn, KHONG (hoặc 2) để từ chối.",
     "Chợ Phiên: your message was not understood. Reply CO (or 1) to accept, KHONG (or 2) to refuse."},
    {kReplyNothing, "reply-nothing", "Chợ Phiên: hiện không có việc nào chờ bác trả lời.",
     "Chợ Phiên: nothing is waiting for your answer now."},
    {kReplyNoted, "reply-noted", "Chợ Phiên: đã ghi câu trả lời của bạn cho đơn {code}. Cảm ơn bạn.",
     "Chợ Phiên: your answer for order {code} is noted. Thank you."},
    {kReplyNotDone, "reply-not-done",
     "Chợ Phiên: chưa làm được theo tin nhắn về đơn {code}, vì hàng vừa hết hoặc đơn vừa thay đổi. Xem tại {link}.",
     "Chợ Phiên: what you wrote about order {code} could not be done: the goods just ran out, or the order changed. "
     "See "
     "{link}."},
    {kAccepted, "accepted", "Chợ Phiên: {shop} đã nhận đơn {code} và đang chuẩn bị hàng.",
     "Chợ Phiên: {shop} has accepted order {code} and is preparing it."},
    {kTakenOver, "taken-over", "Chợ Phiên: hợp tác xã đã nhận thay đơn {code} của {shop}.",
     "Chợ Phiên: the cooperative has taken over order {code} of {shop}."},
    {kShipped, "shipped", "Chợ Phiên: đơn {code} của {shop} đã giao cho đơn vị vận chuyển.",
     "Chợ Phiên: order {code} of {shop} is with the carrier."},
    {kDelivered, "delivered",
     "Chợ Phiên: đơn {code} đã giao tới nơi. Nếu hàng có vấn đề, mời mở trang đơn hàng để báo trong {days} ngày.",
     "Chợ Phiên: order {code} has been delivered. If anything is wrong, tell us on the order's page within {days} "
     "days."},
    {kReturnedToBuyer, "returned-buyer",
     "Chợ Phiên: đơn {code} không giao được và đã quay về {shop}. Tiền đã trả (nếu có) được hoàn lại.",
     "Chợ Phiên: order {code} could not be delivered and is back with {shop}. What was paid is given back."},
    {kReturnedToShop, "returned-shop",
     "Chợ Phiên: đơn {code} không giao được, hàng đã quay về. Khách đã trả tiền trước nên tiền được hoàn lại cho "
     "khách.",
     "Chợ Phiên: order {code} could not be delivered and has come back. It was paid ahead, so the buyer is refunded."},
    {kReturnedToShopCash, "returned-shop-cash",
     "Chợ Phiên: đơn {code} không giao được, hàng đã quay về. Tiền thu hộ không thu được.",
     "Chợ Phiên: order {code} could not be delivered and has come back. No cash was collected."},
    {kLostToBuyer, "lost-buyer",
     "Chợ Phiên: rất tiếc, hàng của đơn {code} bị mất hoặc hỏng trên đường nên không giao được. Tiền đã trả (nếu có) "
     "được hoàn lại.",
     "Chợ Phiên: we are sorry, the goods of order {code} were lost or damaged on the way and cannot be delivered. What "
     "was paid is given back."},
    {kLostToShop, "lost-shop",
     "Chợ Phiên: đơn vị vận chuyển báo hàng của đơn {code} bị mất hoặc hỏng trên đường, hàng không quay về. Khách đã "
     "trả tiền trước nên tiền được hoàn lại cho khách.",
     "Chợ Phiên: the carrier says that the goods of order {code} were lost or damaged on the way; they do not come "
     "back. It was paid ahead, so the buyer is refunded."},
    {kLostToShopCash, "lost-shop-cash",
     "Chợ Phiên: đơn vị vận chuyển báo hàng của đơn {code} bị mất hoặc hỏng trên đường, hàng không quay về. Tiền thu "
     "hộ không thu được.",
     "Chợ Phiên: the carrier says that the goods of order {code} were lost or damaged on the way; they do not come "
     "back. No cash was collected."},
    {kCancelledByBuyer, "cancelled-by-buyer", "Chợ Phiên: khách đã huỷ đơn {code}. Bác không cần gói đơn này nữa.",
     "Chợ Phiên: the buyer cancelled order {code}. There is no need to pack it."},
    {kCancelledByShop, "cancelled-by-shop",
     "Chợ Phiên: rất tiếc, {shop} không làm được đơn {code} nên đơn đã huỷ. Tiền đã trả (nếu có) được hoàn lại.",
     "Chợ Phiên: we are sorry, {shop} cannot fulfil order {code}, so it is cancelled. What was paid is given back."},
    {kCancelledSilent, "cancelled-silent",
     "Chợ Phiên: rất tiếc, {shop} không trả lời kịp nên đơn {code} đã huỷ. Tiền đã trả (nếu có) được hoàn lại.",
     "Chợ Phiên: we are sorry, {shop} did not answer in time, so order {code} is cancelled. What was paid is given "
     "back."},
    {kShopWasSilent, "shop-was-silent", "Chợ Phiên: đơn {code} đã huỷ vì quá giờ mà chưa ai nhận.",
     "Chợ Phiên: order {code} is cancelled: nobody took it in time."},
    {kUnpaid, "unpaid", "Chợ Phiên: đơn {code} đã huỷ vì chưa nhận được tiền chuyển khoản.",
     "Chợ Phiên: order {code} is cancelled: the transfer did not arrive."},
    {kAmendedByShop, "amended-by-shop",
     "Chợ Phiên: {shop} chỉ có một phần của đơn {code}. Tổng mới: {total_vnd}. Tiền thừa (nếu đã trả) được hoàn lại.",
     "Chợ Phiên: {shop} has only a part of order {code}. New total: {total_vnd}. What was paid too much is given "
     "back."},
    {kAmendedByBuyer, "amended-by-buyer", "Chợ Phiên: khách đã bớt hàng trong đơn {code}. Bác xem lại trước khi gói.",
     "Chợ Phiên: the buyer took something off order {code}. Look it over before you pack."},
    {kAmendedOther, "amended", "Chợ Phiên: đơn {code} được tính lại, tổng mới {total_vnd}. Tiền thừa được hoàn lại.",
     "Chợ Phiên: order {code} was counted again; new total {total_vnd}. What was paid too much is given back."},
    {kSubstituteAsked, "substitute-asked",
     "Chợ Phiên: {shop} hết “{gone}” trong đơn {code}, xin đổi sang “{instead}”, tiền không tăng. Đồng ý nhắn CO, "
     "không "
     "nhắn KHONG, trước {until_at}. Hoặc mở: {link}",
     "Chợ Phiên: {shop} has run out of “{gone}” in order {code} and offers “{instead}”, at no more than you agreed to. "
     "Reply CO for yes or KHONG for no before {until_at}. Or open: {link}"},
    {kSubstituteTaken, "substitute-taken", "Chợ Phiên: khách đồng ý đổi sang “{instead}” trong đơn {code}.",
     "Chợ Phiên: the buyer takes “{instead}” in order {code}."},
    {kSubstituteRefused, "substitute-refused", "Chợ Phiên: khách không đổi hàng; “{gone}” đã bỏ khỏi đơn {code}.",
     "Chợ Phiên: the buyer wants nothing else; “{gone}” was taken off order {code}."},
    {kSubstituteLapsed, "substitute-lapsed",
     "Chợ Phiên: hết giờ trả lời việc đổi hàng; “{gone}” đã bỏ khỏi đơn {code}.",
     "Chợ Phiên: nobody answered in time; “{gone}” was taken off order {code}."},
    {kReturnAsked, "return-asked",
     "Chợ Phiên: khách xin trả hàng của đơn {code}: {reason}. Mời bác xem ảnh và trả lời trước {until_at}; quá giờ coi "
     "như đồng ý.",
     "Chợ Phiên: the buyer wants to return goods of order {code}: {reason}. Look at the pictures and answer before "
     "{until_at}; no answer counts as yes."},
    {kReturnAgreed, "return-agreed",
     "Chợ Phiên: yêu cầu trả hàng đơn {code} được đồng ý. Bạn gửi hàng về {shop} trước {until_at}.",
     "Chợ Phiên: your return for order {code} is agreed to. Send the goods to {shop} before {until_at}."},
    {kReturnRefused, "return-refused",
     "Chợ Phiên: {shop} không đồng ý trả hàng đơn {code}. Nếu thấy chưa đúng, bạn có thể khiếu nại trên trang đơn "
     "hàng.",
     "Chợ Phiên: {shop} does not agree to the return for order {code}. You can open a dispute on the order's page."},
    {kReturnReceived, "return-received", "Chợ Phiên: trả hàng đơn {code} đã xong. Hoàn lại {refund_vnd}.",
     "Chợ Phiên: the return for order {code} is done. {refund_vnd} is given back."},
    {kReturnWithdrawn, "return-withdrawn", "Chợ Phiên: khách đã rút yêu cầu trả hàng của đơn {code}.",
     "Chợ Phiên: the buyer withdrew the return for order {code}."},
    {kReturnLapsed, "return-lapsed",
     "Chợ Phiên: đã hết hạn gửi trả hàng của đơn {code} mà hàng chưa về tới {shop}. Nếu bạn đã gửi, khi nhận được hàng "
     "{shop} vẫn hoàn tiền cho bạn. Nếu không, bạn khiếu nại được trong {days} ngày: {link}",
     "Chợ Phiên: the time to send back goods of order {code} is over, and they have not reached {shop}. If you sent "
     "them, {shop} can still pay you back once they are there. If that does not happen, you can open a dispute within "
     "{days} days: {link}"},
    {kReturnLapsedShop, "return-lapsed-shop",
     "Chợ Phiên: hàng trả của đơn {code} chưa về trong hạn nên yêu cầu trả hàng hết hạn. Nếu hàng về sau, bác vẫn xác "
     "nhận và hoàn tiền được ở đây: {link}. Khách còn {days} ngày để khiếu nại.",
     "Chợ Phiên: the goods of order {code} did not come back in time, so the return has lapsed. If they still come, "
     "confirm them and pay back here: {link}. The buyer has {days} days to open a dispute."},
    {kDisputeOpened, "dispute-opened",
     "Chợ Phiên: có khiếu nại về đơn {code}. Mời bác trả lời trước {until_at}; sau đó ban quản trị quyết định.",
     "Chợ Phiên: there is a dispute about order {code}. Answer before {until_at}; then the operators decide."},
    {kDisputeAnswered, "dispute-answered",
     "Chợ Phiên: {shop} đã trả lời khiếu nại đơn {code}. Ban quản trị quyết định trước {until_at}.",
     "Chợ Phiên: {shop} answered the dispute about order {code}. The operators decide before {until_at}."},
    {kDisputeUnanswered, "dispute-unanswered",
     "Chợ Phiên: {shop} chưa trả lời khiếu nại đơn {code} đúng hạn. Ban quản trị quyết định trước {until_at}.",
     "Chợ Phiên: {shop} did not answer the dispute about order {code} in time. The operators decide before "
     "{until_at}."},
    {kDisputeUnansweredShop, "dispute-unanswered-shop",
     "Chợ Phiên: đã hết giờ trả lời khiếu nại đơn {code}. Ban quản trị quyết định trước {until_at}; khi chưa quyết "
     "định "
     "bác vẫn trả lời được trên trang đơn hàng.",
     "Chợ Phiên: the time to answer the dispute about order {code} is over. The operators decide before {until_at}; "
     "until they have, you can still answer on the order's page."},
    {kDisputeDecided, "dispute-decided",
     "Chợ Phiên: khiếu nại đơn {code} đã có quyết định. Hoàn cho khách: {refund_vnd}.",
     "Chợ Phiên: the dispute about order {code} is decided. Given back to the buyer: {refund_vnd}."},
    {kDisputeWithdrawn, "dispute-withdrawn", "Chợ Phiên: khách đã rút khiếu nại về đơn {code}.",
     "Chợ Phiên: the buyer withdrew the dispute about order {code}."},
    {kHarvestShort, "harvest-short",
     "Chợ Phiên: vụ {what} của {shop} thu được ít hơn dự tính. Đơn {code} đặt {wanted}, nay được {given}; tổng mới "
     "{total_vnd}. Tiền phần thiếu (nếu đã trả) được hoàn lại. Cách chia cho mọi người: {link}",
     "Chợ Phiên: {shop} cut less {what} than it hoped for. Order {code} asked for {wanted} and gets {given} in all; "
     "new "
     "total {total_vnd}. What was paid for the rest is given back. How it was shared: {link}"},
    {kHarvestGone, "harvest-gone",
     "Chợ Phiên: rất tiếc, vụ {what} của {shop} thu được ít hơn dự tính, không đủ cho đơn {code}. Tiền đã trả (nếu có) "
     "được hoàn lại. Cách chia cho mọi người: {link}",
     "Chợ Phiên: we are sorry, {shop} cut less {what} than it hoped for and nothing is left for order {code}. What was "
     "paid for it is given back. How it was shared: {link}"},
    {kWeightAsked, "weight-asked",
     "Chợ Phiên: {what} trong đơn {code} của {shop} cân được {packed_g}, đặt là {ordered_g}. Vẫn lấy và chỉ trả "
     "{price_vnd} thì nhắn CO, không lấy thì nhắn KHONG, trước {until_at}; không trả lời là vẫn lấy. Hoặc mở: {link}",
     "Chợ Phiên: {what} in order {code} of {shop} weighs {packed_g} instead of {ordered_g}. Reply CO to take it for "
     "{price_vnd} or KHONG to do without, before {until_at}; no answer counts as yes. Or open: {link}"},
    {kWeightTaken, "weight-taken", "Chợ Phiên: khách vẫn lấy hàng nhẹ cân trong đơn {code}. Mời bác gói hàng.",
     "Chợ Phiên: the buyer takes the lighter goods of order {code}. Please pack it."},
    {kWeightRefused, "weight-refused",
     "Chợ Phiên: khách không lấy hàng nhẹ cân trong đơn {code}; món đó đã bỏ khỏi đơn.",
     "Chợ Phiên: the buyer does without the lighter goods of order {code}; they were taken off it."},
    {kWeightRight, "weight-right",
     "Chợ Phiên: {shop} đã cân lại hàng trong đơn {code}, đủ như đã đặt. Bạn không cần trả lời tin trước nữa.",
     "Chợ Phiên: {shop} weighed the goods of order {code} again, and there is as much as ordered. There is nothing to "
     "answer any more."},
    {kPackShop, "pack-shop",
     "Chợ Phiên: đơn {code} ({what}) hẹn gói xong trước {until_at} mà chưa gói. Gói xong bác bấm “Đã gói”; không làm "
     "được thì huỷ đơn để khách khỏi chờ.",
     "Chợ Phiên: order {code} ({what}) was to be packed before {until_at} and is not. Press “Packed” once it is. If "
     "you cannot, cancel it, so that the buyer need not wait."},
    {kPackHelper, "pack-helper",
     "Chợ Phiên: gian hàng {shop} nhận đơn {code} ({what}) mà quá hẹn {until_at} chưa gói. Bạn giúp hỏi xem vướng gì.",
     "Chợ Phiên: {shop} accepted order {code} ({what}) but did not pack it before {until_at}. Please ask what is in "
     "the way."},
    {kPackBuyer, "pack-buyer",
     "Chợ Phiên: {shop} chưa gói xong đơn {code} như đã hẹn. Chợ đã nhắc. Bạn có thể chờ thêm, hoặc huỷ đơn (tiền đã "
     "trả được hoàn lại): {link}",
     "Chợ Phiên: {shop} has not packed order {code} as promised and was reminded. You may wait, or cancel it (what was "
     "paid is given back): {link}"},
    {kParcelRefused, "parcel-refused",
     "Chợ Phiên: đơn {code} chưa gửi được, chưa có hãng vận chuyển nào nhận gói hàng. Bác xem vì sao và xin gửi lại ở "
     "đây: {link}",
     "Chợ Phiên: order {code} could not be sent: no carrier has taken the parcel yet. See why, and ask again, here: "
     "{link}"},
    {kParcelGone, "parcel-gone",
     "Chợ Phiên: đơn {code} đã huỷ nhưng bưu tá đã lấy gói hàng (mã {number}). Bác gọi hãng vận chuyển xin trả hàng "
     "về. Hàng trong gói tạm thôi bán; về tới nơi, chợ tự cộng lại vào kho. Xem đơn: {link}",
     "Chợ Phiên: order {code} was cancelled, but the courier has taken its parcel (number {number}). Call the carrier "
     "to have it sent back. Its goods are off sale until they are back; then they are added to your stock again. The "
     "order: {link}"},
    {kStrayBack, "stray-back",
     "Chợ Phiên: gói hàng của đơn đã huỷ {code} đã quay về. Hàng được cộng lại vào kho và bán tiếp; món nào hỏng thì "
     "bác ghi bỏ ở trang kho. Xem đơn: {link}",
     "Chợ Phiên: the parcel of the cancelled order {code} is back. Its goods are in your stock again and on sale; "
     "write off on your stock page what is spoiled. The order: {link}"},
    {kStrayArrived, "stray-arrived",
     "Chợ Phiên: đơn {code} đã huỷ nhưng gói hàng vẫn giao tới khách. Hàng đã trừ khỏi kho của bác. Bác gọi khách để "
     "xin lại hàng hoặc tiền; cần giúp thì báo ban quản trị. Xem đơn: {link}",
     "Chợ Phiên: order {code} was cancelled, but its parcel was delivered all the same. Its goods are off your stock. "
     "Call the buyer to have the goods back or be paid; the operators help if need be. The order: {link}"},
    {kStrayLost, "stray-lost",
     "Chợ Phiên: gói hàng của đơn đã huỷ {code} bị mất hoặc hỏng trên đường, không quay về. Hàng đã trừ khỏi kho của "
     "bác. Bác gọi hãng vận chuyển để đòi bồi thường. Xem đơn: {link}",
     "Chợ Phiên: the parcel of the cancelled order {code} was lost or damaged on the way and does not come back. Its "
     "goods are off your stock. Call the carrier about compensation. The order: {link}"},
    {kFillPromised, "fill-promised",
     "Chợ Phiên: {shop} cần {pieces} {what} của bác để góp cho đơn chung. Số này đã giữ lại trong kho của bác; bác "
     "mang "
     "tới hợp tác xã nhé. Xem cách chia: {link}",
     "Chợ Phiên: {shop} needs {pieces} of your {what} for an order of many. They are kept back in your stock; please "
     "bring them to the cooperative. How it was shared: {link}"},
    {kFillReleased, "fill-released",
     "Chợ Phiên: {shop} không cần {pieces} {what} của bác nữa. Bác không phải mang tới, số này bán được như trước. "
     "Xem: {link}",
     "Chợ Phiên: {shop} does not need {pieces} of your {what} any more. There is nothing to bring; you may sell them "
     "as "
     "before. See: {link}"},
    {kFillSmaller, "fill-smaller",
     "Chợ Phiên: đơn chung đã bớt hàng. {shop} chỉ còn cần bác mang tới {pieces} {what}; phần bớt đi bác bán được như "
     "trước. Xem: {link}",
     "Chợ Phiên: the order of many became smaller. {shop} now needs only {pieces} of your {what}; the rest is yours to "
     "sell as before. See: {link}"},
    {kSentInParts, "sent-in-parts",
     "Chợ Phiên: {shop} gửi trước một phần đơn {code}: {now}. Phần còn lại gửi sau theo đơn {follow}: {later}. Bạn "
     "không phải trả thêm gì. Theo dõi: {link}",
     "Chợ Phiên: {shop} sends a part of order {code} first: {now}. The rest follows as order {follow}: {later}. You "
     "pay "
     "nothing more. Follow it: {link}"},
    {kSentInPartsCash, "sent-in-parts-cash",
     "Chợ Phiên: {shop} gửi trước một phần đơn {code}: {now}, khi nhận trả {now_vnd}. Phần còn lại gửi sau theo đơn "
     "{follow}: {later}, khi nhận trả {later_vnd}. Cộng lại vẫn bằng lúc đặt. Theo dõi: {link}",
     "Chợ Phiên: {shop} sends a part of order {code} first: {now}; pay {now_vnd} at the door. The rest follows as "
     "order "
     "{follow}: {later}; pay {later_vnd} then. Together it is what you agreed to. Follow it: {link}"},
    {kFreightMoved, "freight-moved",
     "Chợ Phiên: đơn {code} đã huỷ, còn đơn {follow} vẫn gửi tới bạn, nên {freight_vnd} tiền vận chuyển tính cho đơn "
     "đó. Tổng đơn {follow}: {total_vnd}. Xem: {link}",
     "Chợ Phiên: order {code} is cancelled while order {follow} still comes to you, so the {freight_vnd} for carriage "
     "goes with that. Total of order {follow}: {total_vnd}. See: {link}"},
    {kFreightMovedShop, "freight-moved-shop",
     "Chợ Phiên: đơn {code} đã huỷ. {freight_vnd} tiền vận chuyển khách trả nay tính cho đơn {follow}; cước gói đó bác "
     "còn chịu {post_vnd}.",
     "Chợ Phiên: order {code} is cancelled. The {freight_vnd} its buyer pays for carriage now goes with order "
     "{follow}; of that parcel's post you still bear {post_vnd}."},
    {kRefunded, "refunded",
     "Chợ Phiên: đã gửi {refund_vnd} tiền hoàn của đơn {code}. Vài ngày nữa chưa nhận được thì mở: {link}",
     "Chợ Phiên: {refund_vnd} for order {code} is on its way back to you. If it does not arrive in a few days, open: "
     "{link}"},
    {kRefundBounced, "refund-bounced",
     "Chợ Phiên: ngân hàng không chuyển được {refund_vnd} tiền hoàn của đơn {code}. Bạn xem lại số tài khoản: {link}",
     "Chợ Phiên: the bank could not pay the {refund_vnd} given back for order {code}. Please check the account you "
     "named: {link}"},
    {kPaidOut, "paid-out", "Chợ Phiên: đã chuyển {amount_vnd} tiền hàng vào tài khoản của bác. Xem từng đơn: {link}",
     "Chợ Phiên: {amount_vnd} for your goods was sent to your account. Order by order: {link}"},
    {kPayoutBounced, "payout-bounced",
     "Chợ Phiên: ngân hàng trả lại {amount_vnd} tiền hàng của bác. Bác xem lại số tài khoản: {link}",
     "Chợ Phiên: the bank sent back {amount_vnd} for your goods. Please check your account number: {link}"},
    {kDoneByCode, "done-by-code",
     "Chợ Phiên: lúc {done_at}, có người dùng mã đơn {code} và số điện thoại của bạn để {deed}. Nếu không phải bạn "
     "làm, "
     "báo cho chợ ở đây: {link}",
     "Chợ Phiên: at {done_at} somebody used the code of order {code} and your phone number to {deed}. If it was not "
     "you, tell the market here: {link}"},
};

constexpr bool EachAtItsPlace() {
  std::size_t i = 0;
  for (const MessageText& text : kTexts)
    if (std::size_t(text.kind) != i++) return false;
  return i == std::size_t(kLastMessage) + 1;
}
static_assert(EachAtItsPlace(), "kTexts holds every kind once, in the order of MessageKind");

/// 118400 → "118.400 đ", as prices are written here.
std::string Dong(const std::string& digits) {
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0 && digits[i - 1] != '-') text += '.';
    text += digits[i];
  }
  return text + " đ";
}

/// "16:00 ngày 21/11" and "16:00 on 21/11".
std::string Moment(const std::string& rfc3339, Language language) {
  const auto at = keel::FromRfc3339(rfc3339);
  if (!at) return rfc3339;
  const auto text = keel::ToSql(*at + kVietnam);  // "2026-11-21 16:00:00.000"
  return text.substr(11, 5) + (language == Language::kEnglish ? " on " : " ngày ") + text.substr(8, 2) + "/" +
         text.substr(5, 2);
}

/// "950 g", "1,93 kg" and "1.93 kg".
std::string Weight(const std::string& grams, Language language) {
  if (grams.size() < 4) return grams + " g";
  std::string text = grams.substr(0, grams.size() - 3);
  std::string rest = grams.substr(grams.size() - 3);
  rest.erase(rest.find_last_not_of('0') + 1);
  if (!rest.empty()) text += (language == Language::kEnglish ? "." : ",") + rest;
  return text + " kg";
}

/// A deed by its name, as the buyer reads what was done in his name.
std::string Deed(const std::string& name, Language language) {
  struct Words {
    std::string_view vi, en;
  };
  static constexpr std::array<Words, kBuyersDeeds.size()> kWords{{
      {"rút yêu cầu trả hàng", "withdraw the return"},
      {"rút khiếu nại", "withdraw the dispute"},
      {"đồng ý đổi hàng", "take other goods instead"},
      {"từ chối đổi hàng", "refuse other goods instead"},
      {"nhận hàng nhẹ cân", "take the lighter goods"},
      {"không lấy hàng nhẹ cân", "do without the lighter goods"},
      {"huỷ đơn", "cancel it"},
      {"bớt hàng trong đơn", "take something off it"},
  }};
  const auto deed = keel::FindName(kBuyersDeeds, name);
  if (!deed) return name;
  const auto& words = kWords[std::size_t(*deed)];
  return std::string(language == Language::kEnglish ? words.en : words.vi);
}

/// A return's reason by its name, as the shop reads it; other words stay as they are.
std::string Reason(const std::string& name, Language language) {
  struct Words {
    std::string_view vi, en;
  };
  constexpr std::array<Words, kReturnReasons.size()> kWords{{{"hàng bị vỡ, hỏng", "broken or damaged"},
                                                             {"hàng bị ôi, thối, mốc", "spoiled"},
                                                             {"gửi nhầm hàng", "the wrong goods"},
                                                             {"hàng không đúng như mô tả", "not as described"},
                                                             {"thiếu hàng", "something is missing"},
                                                             {"khách đổi ý", "the buyer's mind changed"}}};
  for (std::size_t i = 0; i < kWords.size(); ++i)
    if (kReturnReasons[i] == name) return std::string(language == Language::kEnglish ? kWords[i].en : kWords[i].vi);
  return name;
}

}  // namespace

const MessageText& TextOf(MessageKind kind) {
  return kTexts[std::size_t(kind)];
}

std::optional<MessageKind> FindMessage(std::string_view name) {
  for (const MessageText& text : kTexts)
    if (text.name == name) return text.kind;
  return std::nullopt;
}

std::string Render(MessageKind kind, Language language, const Arguments& arguments) {
  const MessageText& text = TextOf(kind);
  const std::string_view pattern = language == Language::kEnglish ? text.en : text.vi;
  std::string out;
  for (std::size_t i = 0; i < pattern.size();) {
    const auto end = pattern[i] == '{' ? pattern.find('}', i) : pattern.npos;
    if (end == pattern.npos) {
      out += pattern[i++];
      continue;
    }
    const std::string name(pattern.substr(i + 1, end - i - 1));
    const auto at = arguments.find(name);
    const std::string value = at == arguments.end() ? std::string() : at->second;
    out += name.ends_with("_vnd")  ? Dong(value)
           : name.ends_with("_at") ? Moment(value, language)
           : name.ends_with("_g")  ? Weight(value, language)
           : name == "reason"      ? Reason(value, language)
           : name == "deed"        ? Deed(value, language)
                                   : value;
    i = end + 1;
  }
  return out;
}

}  // namespace orders
