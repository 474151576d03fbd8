#include "storefront/routes/mount.hpp"

#include <memory>

#include "storefront/web/headers.hpp"
#include "storefront/web/language_cookie.hpp"
#include "storefront/web/origin.hpp"
#include "storefront/web/page_key.hpp"

namespace storefront {
namespace {

using keel::http::Method;
using keel::http::Request;

constexpr std::string_view kPublicCache = "public, max-age=1", kOwnCache = "private, max-age=1";

/// The page as it goes to this reader. A tongue that the address names is remembered; that answer is the reader's own.
Reply Sent(const App& app, const Request& request, const web::CachedPage& page) {
  Reply reply = web::ReplyFrom(request, page, view::IsAskedFor(request) ? kOwnCache : kPublicCache);
  if (web::IsNewTongue(request))
    reply.With("Set-Cookie", web::SetCookie(web::LanguageCookie(view::Negotiate(request)), app.settings.secure));
  web::AddSecurityHeaders(reply, app.settings.secure);
  return reply;
}

}  // namespace

void Mount::Everyone(std::string_view pattern, Keep keep, Handler handler) {
  App& app = app_;
  const auto from_cache = [&app, keep](const Request& request) -> std::optional<Reply> {
    const auto page = app.pages.Find(web::PageKey(request, keep.queries), std::chrono::steady_clock::now());
    if (!page) return std::nullopt;
    return Sent(app, request, *page);
  };
  const auto made = [&app, keep, handler = std::move(handler)](const Request& request) -> Reply {
    const std::uint64_t ticket = app.pages.Ticket();
    const Request everyones = web::ForEveryone(request, keep.queries);
    Visit visit(app, everyones, Visit::Kind::kEveryone);
    Reply reply = handler(visit);
    if (reply.status != 200) return visit.Finish(std::move(reply));
    const auto page = web::MakeCachedPage(std::move(reply.body), reply.content_type, visit.tags(), keep.life);
    app.pages.Put(web::PageKey(request, keep.queries), page, ticket);
    return Sent(app, request, *page);
  };
  server_.Cheap(Method::kGet, pattern, from_cache);
  server_.Work(Method::kGet, pattern, made);
}

Reply Mount::Personal(const Request& request, For who, bool needs_token, const Handler& handler) {
  Visit visit(app_, request, Visit::Kind::kPersonal);
  if (who != For::kVisitor && !visit.session()) return visit.Finish(visit.ToSignIn());
  if (who == For::kOperator && !visit.session()->principal.is_operator) return visit.Finish(visit.NotFound());
  if (needs_token && !visit.HasFormToken()) return visit.Finish(visit.Problem(403, visit.T("problem.form-expired")));
  return visit.Finish(handler(visit));
}

void Mount::Get(std::string_view pattern, For who, Handler handler) {
  server_.Work(Method::kGet, pattern, [this, who, handler = std::move(handler)](const Request& request) {
    return Personal(request, who, false, handler);
  });
}

void Mount::Post(std::string_view pattern, For who, Handler handler) {
  server_.Work(Method::kPost, pattern, [this, who, handler = std::move(handler)](const Request& request) {
    if (!web::IsOwnForm(request, app_.settings.public_url)) {
      Visit visit(app_, request, Visit::Kind::kEveryone);
      return visit.Finish(visit.Problem(403, visit.T("problem.form-foreign")));
    }
    return Personal(request, who, true, handler);
  });
}

void Mount::PublicPost(std::string_view pattern, Handler handler) {
  server_.Work(Method::kPost, pattern, [this, handler = std::move(handler)](const Request& request) {
    if (!web::IsOwnForm(request, app_.settings.public_url)) {
      Visit visit(app_, request, Visit::Kind::kEveryone);
      return visit.Finish(visit.Problem(403, visit.T("problem.form-foreign")));
    }
    return Personal(request, For::kVisitor, false, handler);
  });
}

void Mount::File(std::string_view pattern, std::string content_type, std::string bytes, std::string cache_control) {
  const auto page = web::MakeCachedPage(std::move(bytes), std::move(content_type), {}, std::chrono::hours(24));
  const auto reply = [page, cache_control = std::move(cache_control)](const Request& request) -> std::optional<Reply> {
    return web::ReplyFrom(request, *page, cache_control).With("X-Content-Type-Options", "nosniff");
  };
  server_.Cheap(Method::kGet, pattern, reply);
}

void Mount::Otherwise(Handler nothing_here, Handler fault) {
  App& app = app_;
  const auto page = [&app](const Handler& handler) {
    return [&app, handler](const Request& request) {
      Visit visit(app, request, Visit::Kind::kEveryone);
      return visit.Finish(handler(visit));
    };
  };
  server_.Otherwise(page(nothing_here));
  server_.OnFault(page(fault));
}

}  // namespace storefront
