#include <algorithm>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <shared_mutex>

#include "keel/http/message.hpp"
#include "keel/http/wire.hpp"

namespace keel::http {
namespace {

// keel's own codes; a service's table adds to them and may say one of these better.
constexpr ProblemText kKeelProblems[] = {
    {"malformed-request", "Máy chủ không đọc được yêu cầu này. Hãy kiểm tra địa chỉ và gửi lại.",
     "The server could not read this request. Check the address and send it again."},
    {"request-line-too-long", "Địa chỉ quá dài. Hãy rút ngắn rồi gửi lại.",
     "The address is too long. Shorten it and send it again."},
    {"headers-too-large", "Phần đầu của yêu cầu quá lớn. Hãy xoá bớt cookie rồi thử lại.",
     "The request's headers are too large. Remove some cookies and try again."},
    {"body-too-large", "Nội dung gửi lên quá lớn. Hãy giảm dung lượng rồi gửi lại.",
     "What was sent is too large. Make it smaller and send it again."},
    {"method-unknown", "Máy chủ không biết phương thức HTTP này.", "The server does not know this HTTP method."},
    {"version-unsupported", "Máy chủ chỉ hiểu HTTP/1.0 và HTTP/1.1.", "The server speaks HTTP/1.0 and HTTP/1.1 only."},
    {"encoding-unsupported", "Máy chủ không đọc được cách mã hoá nội dung này.",
     "The server does not read this transfer encoding."},
    {"not-found", "Không tìm thấy địa chỉ này. Hãy kiểm tra lại đường dẫn.",
     "There is nothing at this address. Check the link."},
    {"method-not-allowed", "Địa chỉ này không nhận thao tác đó. Hãy dùng một trong: {}.",
     "This address does not take that method. Use one of: {}."},
    {"too-busy", "Hệ thống đang bận. Hãy thử lại sau giây lát.", "The system is busy. Try again in a moment."},
    {"draining", "Máy chủ đang khởi động lại. Hãy thử lại sau giây lát.",
     "The server is restarting. Try again in a moment."},
    {"database-unavailable", "Kho dữ liệu tạm thời không truy cập được. Hãy thử lại sau ít phút.",
     "The data store cannot be reached right now. Try again in a few minutes."},
    {"storage-full", "Chợ tạm thời không ghi thêm được gì. Chưa có gì thay đổi. Hãy thử lại sau ít phút.",
     "The market cannot store anything more for the moment. Nothing was changed. Try again in a few minutes."},
    {"internal", "Có lỗi ở phía chúng tôi. Hãy thử lại; nếu vẫn lỗi, hãy báo mã yêu cầu cho người vận hành.",
     "Something went wrong on our side. Try again; if it persists, tell the operator the request id."},
    {"peer-unavailable", "Một phần của hệ thống tạm thời không trả lời. Hãy thử lại sau giây lát.",
     "A part of the system is not answering. Try again in a moment."},
    {"sign-in-required", "Hãy đăng nhập rồi thử lại.", "Sign in and try again."},
    {"token-invalid", "Phiên đăng nhập không hợp lệ. Hãy đăng nhập lại.", "The sign-in is not valid. Sign in again."},
    {"token-expired", "Phiên đăng nhập đã hết hạn. Hãy đăng nhập lại.", "The sign-in has expired. Sign in again."},
    {"not-allowed", "Tài khoản này không có quyền làm việc đó.", "This account is not allowed to do that."},
    {"json-expected", "Hãy gửi nội dung ở dạng JSON (Content-Type: application/json).",
     "Send the body as JSON (Content-Type: application/json)."},
    {"malformed-json", "Nội dung gửi lên không phải là một đối tượng JSON đúng.",
     "The body is not a well-formed JSON object."},
    {"malformed-id", "Mã này không đúng dạng. Hãy kiểm tra lại.", "That is not a well-formed identifier. Check it."},
    {"field-missing", "Còn thiếu mục “{}”.", "The field “{}” is missing."},
    {"field-wrong-type", "Mục “{}” không đúng kiểu dữ liệu.", "The field “{}” has the wrong type."},
    {"feed-gap", "Các sự kiện sau vị trí {} không còn được lưu nữa.",
     "The events after position {} are not kept any more."},
    {"field-out-of-range", "Mục “{}” nằm ngoài khoảng cho phép.", "The field “{}” is outside the allowed range."},
    {"field-not-text", "Mục “{}” có ký tự không đọc được.", "The field “{}” holds characters that cannot be read."},
    {"field-unknown-value", "Giá trị của mục “{}” không nằm trong danh sách cho phép.",
     "The value of the field “{}” is not one of those allowed."},
    {"amount-out-of-range", "Số tiền quá lớn.", "The amount is too large."},
    {"idempotency-key-required", "Yêu cầu này cần tiêu đề Idempotency-Key.",
     "This request needs an Idempotency-Key header."},
    {"idempotency-key-invalid", "Idempotency-Key không đúng dạng. Hãy dùng từ 8 đến 120 chữ cái, chữ số hoặc dấu gạch.",
     "The Idempotency-Key is not well formed. Use 8 to 120 letters, digits or dashes."},
    {"idempotency-key-reused", "Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng khoá mới.",
     "This Idempotency-Key was used for a different request. Use a new key."},
    {"request-in-flight", "Yêu cầu này đang được xử lý. Hãy chờ giây lát rồi hỏi lại.",
     "This request is still being worked on. Wait a moment and ask again."},
    {"changed-meanwhile", "Nội dung vừa được người khác thay đổi. Hãy tải lại rồi sửa tiếp.",
     "Somebody else has just changed this. Load it again and repeat your edit."},
    {"cursor-invalid", "Dấu trang này không dùng được. Hãy tải lại danh sách từ đầu.",
     "This page cursor cannot be used. Load the list from its start."},
    {"not-ready", "Dịch vụ chưa sẵn sàng.", "The service is not ready."},
};

struct Sentences {
  std::string vi, en;
};

/// Written by main before the server starts, read by every thread after.
class Table {
 public:
  Table() {
    for (const auto& text : kKeelProblems) Put(text);
  }
  void Put(const ProblemText& text) {
    const std::unique_lock lock(mutex_);
    sentences_.insert_or_assign(std::string(text.code), Sentences{std::string(text.vi), std::string(text.en)});
  }
  std::optional<std::string> Find(std::string_view code, Language language) const {
    const std::shared_lock lock(mutex_);
    const auto found = sentences_.find(code);
    if (found == sentences_.end()) return std::nullopt;
    return language == Language::kVi ? found->second.vi : found->second.en;
  }

 private:
  mutable std::shared_mutex mutex_;
  std::map<std::string, Sentences, std::less<>> sentences_;
};

Table& TheTable() {
  static Table table;
  return table;
}

std::string_view TitleOf(int status, Language language) {
  struct Title {
    int status;
    std::string_view vi, en;
  };
  static constexpr Title kTitles[] = {
      {400, "Yêu cầu chưa đúng", "Bad request"},
      {401, "Cần đăng nhập", "Sign in"},
      {403, "Không có quyền", "Not allowed"},
      {404, "Không tìm thấy", "Not found"},
      {405, "Thao tác không được nhận", "Method not allowed"},
      {409, "Không thực hiện được lúc này", "Conflict"},
      {413, "Nội dung quá lớn", "Too large"},
      {414, "Địa chỉ quá dài", "Address too long"},
      {415, "Dạng nội dung không được nhận", "Unsupported content"},
      {429, "Quá nhiều yêu cầu", "Too many requests"},
      {431, "Phần đầu quá lớn", "Headers too large"},
      {500, "Lỗi hệ thống", "Internal error"},
      {501, "Chưa hỗ trợ", "Not supported"},
      {503, "Tạm thời gián đoạn", "Unavailable"},
      {505, "Phiên bản HTTP không được nhận", "HTTP version not supported"},
  };
  const auto found = std::ranges::find(kTitles, status, &Title::status);
  if (found == std::end(kTitles)) return language == Language::kVi ? "Có lỗi" : "Error";
  return language == Language::kVi ? found->vi : found->en;
}

}  // namespace

void RegisterProblems(const std::vector<ProblemText>& texts) {
  for (const auto& text : texts) TheTable().Put(text);
}

std::string ProblemSentence(const Error& error, Language language) {
  auto sentence = TheTable().Find(error.code, language).value_or(error.detail);
  if (const auto hole = sentence.find("{}"); hole != sentence.npos) sentence.replace(hole, 2, error.argument);
  return sentence;
}

int StatusOf(Kind kind) {
  switch (kind) {
    case Kind::kInvalid:
      return 400;
    case Kind::kUnauthenticated:
      return 401;
    case Kind::kForbidden:
      return 403;
    case Kind::kNotFound:
      return 404;
    case Kind::kConflict:
    case Kind::kRaced:
      return 409;
    case Kind::kTooLarge:
      return 413;
    case Kind::kUnsupported:
      return 415;
    case Kind::kTooMany:
      return 429;
    case Kind::kUnavailable:
      return 503;
  }
  return 500;
}

Reply ProblemWithStatus(int status, const Error& error, const Request& request) {
  const auto language = request.Reads();
  nlohmann::ordered_json body{{"type", "/problems/" + std::string(error.code)},
                              {"title", TitleOf(status, language)},
                              {"status", status},
                              {"code", error.code},
                              {"detail", ProblemSentence(error, language)},
                              {"instance", request.path}};
  if (!error.argument.empty()) body["argument"] = error.argument;
  if (!request.request_id.empty()) body["request_id"] = request.request_id;
  if (error.retry_after_s > 0) body["retry_after_s"] = error.retry_after_s;
  Reply reply;
  reply.status = status;
  reply.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  reply.content_type = "application/problem+json";
  reply.With("Cache-Control", "no-store").With("Content-Language", language == Language::kVi ? "vi" : "en");
  if (error.retry_after_s > 0) reply.With("Retry-After", std::to_string(error.retry_after_s));
  if (status == 401) reply.With("WWW-Authenticate", "Bearer");
  return reply;
}

Reply Problem(const Error& error, const Request& request) {
  return ProblemWithStatus(StatusOf(error.kind), error, request);
}

}  // namespace keel::http
