#include "storefront/web/visit.hpp"

#include <algorithm>

#include "keel/crypto/sealed.hpp"
#include "keel/http/encoding.hpp"
#include "storefront/web/headers.hpp"
#include "storefront/web/language_cookie.hpp"

namespace storefront::web {
namespace {

constexpr std::chrono::days kSessionLife{400};  // As long as browsers keep a cookie: accounts says when a sign-in ends.
constexpr std::chrono::hours kDeviceLife{24 * 365};
constexpr std::chrono::minutes kFlashLife{2};

/// Only what we made ourselves: base64url of 18 bytes.
bool IsDeviceName(std::string_view text) {
  return text.size() == 24 &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; });
}

/// "/path?query" without ?lang=, encoded, for links that change the tongue.
std::string HereOf(const Request& request) {
  std::string here = request.target.substr(0, request.target.find('?'));
  bool first = true;
  for (const auto& [name, value] : request.query) {
    if (name == "lang") continue;
    here += (first ? "?" : "&") + keel::http::UrlEncode(name) + "=" + keel::http::UrlEncode(value);
    first = false;
  }
  return here;
}

constexpr std::size_t kWorthCompressing = 1024;

/// A personal page holds secrets (the cart's id, addresses) beside words that the address brought in, so that its
/// compressed length could tell them to somebody who can make the browser ask and watch the line (BREACH). Other sites
/// can only make it ask as "cross-site": those answers go out whole. Browsers that do not say whence they ask get them
/// whole too. docs/decisions/0005-compressed-personal-pages.md.
void CompressPersonal(const Request& request, Reply& reply) {
  reply.With("Vary", "Accept-Encoding, Sec-Fetch-Site");
  const std::string_view from = request.Header("sec-fetch-site"), accepted = request.Header("accept-encoding");
  if ((from != "same-origin" && from != "none") || reply.body.size() < kWorthCompressing) return;
  const bool brotli = keel::http::Takes(accepted, "br");
  if (!brotli && !keel::http::Takes(accepted, "gzip")) return;
  std::string small = brotli ? keel::http::Brotli(reply.body, keel::http::kBrotliOnce) : keel::http::Gzip(reply.body);
  if (small.empty()) return;
  reply.body = std::move(small);
  reply.With("Content-Encoding", brotli ? "br" : "gzip");
}

bool IsOwnPath(std::string_view path) {
  return path.starts_with('/') && !path.starts_with("//") && !path.starts_with("/\\") &&
         std::ranges::none_of(path, [](unsigned char c) { return c < 0x20 || c == '\\'; });
}

}  // namespace

Visit::Visit(App& the_app, const Request& the_request, Kind kind)
    : app(the_app), request(the_request), language(view::Negotiate(the_request)), kind_(kind) {
  if (kind_ == Kind::kEveryone) return;
  if (IsNewTongue(request)) Set(LanguageCookie(language));
  device_ = ReadCookie(kDeviceCookie);
  if (!IsDeviceName(device_)) {
    device_ = keel::crypto::RandomToken(18);
    Set({kDeviceCookie, device_, kDeviceLife});
  }
  OpenSession();
}

void Visit::OpenSession() {
  const std::string access = ReadCookie(kAccessCookie), refresh = ReadCookie(kRefreshCookie);
  if (access.empty() && refresh.empty()) return;
  Opened opened = app.sessions.Open(access, refresh, caller());
  session_ = std::move(opened.session);
  if (opened.renewed) SignedIn(*opened.renewed);
  if (opened.ended) SignedOut();
}

backends::Caller Visit::caller(std::chrono::milliseconds budget) const {
  backends::Caller caller;
  caller.language = language;
  if (session_) caller.token = session_->token;
  caller.address = std::string(request.Header("x-real-ip"));
  caller.device = device_;
  caller.deadline = std::chrono::steady_clock::now() + budget;
  if (request.deadline != keel::http::Deadline{}) caller.deadline = std::min(caller.deadline, request.deadline);
  return caller;
}

const Form& Visit::form() {
  if (!form_) form_ = Form::Of(request);
  return *form_;
}

std::string Visit::Known(std::string_view prefix, std::string_view value) const {
  const std::string key = std::string(prefix) + std::string(value);
  return app.messages.Has(language, key) ? T(key) : T(std::string(prefix) + "other");
}

std::string Visit::FormToken() const {
  return app.seal.FormToken(session_ ? session_->principal.session_id : device_);
}

bool Visit::HasFormToken() {
  return app.seal.IsFormToken(session_ ? session_->principal.session_id : device_, form().Text("_token", 64));
}

bool Visit::WantsFragment() const {
  return request.Header("x-fragment") == "1";
}

void Visit::FillLayout(Page& page) {
  const std::string here = HereOf(request);
  const std::string canonical = page.canonical.empty() ? here.substr(0, here.find('?')) : page.canonical;
  view::Data& data = page.data;
  data.Set("LANG", view::Code(language));
  data.Set("TITLE", page.title);
  data.Set("DESCRIPTION", page.description.empty() ? T("site.what") : page.description);
  data.Set("HERE", here);
  // The bare address speaks the reader's tongue; each tongue has an address of its own for search engines.
  const std::string address = app.settings.public_url + canonical;
  data.Set("CANONICAL_URL", address + (view::IsAskedFor(request) ? "?lang=" + std::string(view::Code(language)) : ""));
  data.Set("BARE_URL", address);
  data.SetIfAny("SHARE_IMAGE", page.image.empty() ? std::string{} : app.settings.public_url + page.image);
  data.Set("OG_TYPE", canonical.starts_with("/sp/") ? "product" : "website")
      .Set("OG_LOCALE", language == keel::http::Language::kEn ? "en_US" : "vi_VN");
  data.Show("INDEXED", page.indexed).Show("NOT_INDEXED", !page.indexed);
  data.Show(language == keel::http::Language::kEn ? "IN_ENGLISH" : "IN_VIETNAMESE");
  for (const std::string_view item : {"home", "search", "cart", "orders", "me", "sell"}) {
    std::string name = "NAV_";
    for (const char c : item) name += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    data.Set(name, page.nav == item ? "page" : "false");
  }
  if (!page.data_script.empty()) data.Show("DATA_SCRIPT").SetHtml("DATA_SCRIPT_HTML", page.data_script);
  if (kind_ == Kind::kEveryone) return;

  data.Set("FORM_TOKEN", FormToken());
  data.Show("IS_OPERATOR", session_ && session_->principal.is_operator);
  if (const std::string sealed = ReadCookie(kFlashCookie); !sealed.empty()) {
    Drop(kFlashCookie);
    const auto flash = app.seal.Open(sealed, "flash", app.clock.Now());
    const auto bar = flash ? flash->find('|') : std::string::npos;
    if (bar != std::string::npos) {
      auto row = data.Add("FLASH");
      row.Set("FLASH_KIND", flash->substr(0, bar)).Set("FLASH_TEXT", flash->substr(bar + 1));
    }
  }
}

Reply Visit::Show(std::string_view template_name, Page page, int status) {
  FillLayout(page);
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = app.templates.Render(language, template_name, page.data);
  return reply;
}

Reply Visit::Fragment(std::string_view template_name, const view::Data& data, int status) {
  view::Data filled = data;
  if (kind_ == Kind::kPersonal) filled.Set("FORM_TOKEN", FormToken());
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html; charset=utf-8";
  reply.body = app.templates.Render(language, template_name, filled);
  return reply;
}

Reply Visit::SeeOther(std::string_view path) const {
  Reply reply;
  reply.status = 303;
  reply.content_type = "text/plain; charset=utf-8";
  reply.With("Location", IsOwnPath(path) ? std::string(path) : "/");
  return reply;
}

Reply Visit::ToSignIn() const {
  const bool is_read = request.method == keel::http::Method::kGet || request.method == keel::http::Method::kHead;
  const std::string back = is_read ? HereOf(request) : request.path;
  return SeeOther("/vao?tiep=" + keel::http::UrlEncode(back));
}

std::string Visit::Sentence(const backends::Failure& failure) const {
  const std::string key = "problem." + failure.code;
  if (app.messages.Has(language, key)) return T(key);
  if (failure.NamesField()) return T("field.some");
  if (!failure.detail.empty() && !failure.down()) return failure.detail;
  return T(failure.down() ? "problem.503.text" : "problem.422.text");
}

Reply Visit::Fail(const backends::Failure& failure) {
  switch (failure.status) {
    case 401:
      // The token is sound here and worth nothing there: signed out everywhere on another telephone. With the cookies
      // kept, /vao would take the browser for signed in and send it straight back.
      if (session_) SignedOut();
      return ToSignIn();
    case 404:
      return NotFound();
    case 400:
      // An address made up or cut short leads nowhere: there is nothing in it to mend.
      if (failure.code == "malformed-id" && request.method != keel::http::Method::kPost) return NotFound();
      break;
    case 403:
      return Problem(403, Sentence(failure));
    case 409:
      return Problem(409, Sentence(failure));
    case 429:
      return Problem(429, Sentence(failure)).With("Retry-After", std::to_string(std::max(1, failure.retry_after_s)));
    default:
      break;
  }
  if (failure.status >= 400 && failure.status < 500) return Problem(422, Sentence(failure));
  return Problem(503, failure.down() ? Sentence(failure) : T("problem.503.text")).With("Retry-After", "5");
}

Reply Visit::Problem(int status, std::string_view sentence) {
  const std::string number = std::to_string(status);
  const bool is_read = request.method == keel::http::Method::kGet;
  Page page{.title = Known("problem.title.", number), .indexed = false};
  page.data.Set("PROBLEM_TITLE", page.title).Set("PROBLEM_TEXT", sentence).Set("PROBLEM_STATUS", number);
  page.data.Set("REQUEST_ID", request.request_id);
  page.data.Show("IS_404", status == 404).Show("CAN_RETRY", status >= 500 && is_read).Show("IS_FAULT", status >= 500);
  return Show("pages/problem.html", std::move(page), status);
}

void Visit::Flash(std::string_view kind, std::string_view sentence) {
  const std::string plain = std::string(kind) + "|" + std::string(sentence.substr(0, 900));
  Set({kFlashCookie, app.seal.Close(plain, "flash", app.clock.Now() + kFlashLife), kFlashLife});
}

void Visit::SignedIn(const backends::Tokens& tokens) {
  Set({kAccessCookie, tokens.access_token, std::chrono::seconds(std::max(60, tokens.expires_in_s))});
  Set({kRefreshCookie, tokens.refresh_token, kSessionLife});
  Set({kKnownCookie, "1", kSessionLife, false});
}

void Visit::SignedOut() {
  Drop(kAccessCookie);
  Drop(kRefreshCookie);
  Drop(kKnownCookie, false);
}

Reply Visit::Finish(Reply reply) const {
  for (const web::Cookie& cookie : cookies_) reply.With("Set-Cookie", SetCookie(cookie, app.settings.secure));
  const bool says_cache =
      std::ranges::any_of(reply.headers, [](const auto& header) { return header.first == "Cache-Control"; });
  if (!says_cache) reply.With("Cache-Control", kind_ == Kind::kPersonal ? "private, no-store" : "no-store");
  AddSecurityHeaders(reply, app.settings.secure);
  if (kind_ == Kind::kPersonal && reply.content_type.starts_with("text/html")) CompressPersonal(request, reply);
  return reply;
}

}  // namespace storefront::web
