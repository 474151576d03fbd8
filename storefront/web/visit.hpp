#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/http/message.hpp"
#include "storefront/app.hpp"
#include "storefront/view/data.hpp"
#include "storefront/web/cookies.hpp"
#include "storefront/web/form.hpp"
#include "storefront/web/session.hpp"

namespace storefront::web {

using keel::http::Reply;
using keel::http::Request;

/// What the layout needs of a page beside its own values.
struct Page {
  std::string title;  ///< Shown before the market's name.
  std::string description = {};
  std::string canonical = {};  ///< Path of the page's one address; the request's path when empty.
  std::string image = {};      ///< For share cards: "/anh/…", or empty.
  std::string nav = {};        ///< The item of the navigation that is "here": home, search, cart, orders, me, sell.
  bool indexed = true;         ///< False: robots noindex.
  view::TrustedHtml data_script = {};  ///< JSON-LD.
  view::Data data = {};
};

/// One request on its way through a route: who, in what tongue, what they sent, and the making of the reply. Lives as
/// long as the handler runs; used by one thread.
class Visit {
 public:
  enum class Kind {
    kEveryone,
    kPersonal
  };  ///< Everyone: the page is the same bytes for all; no session, no cookies but the tongue.
  Visit(App& app, const Request& request, Kind kind);

  App& app;
  const Request& request;
  const keel::http::Language language;

  /// For backends/: in the reader's tongue, with the session's token, answering within `budget` (and the request's
  /// deadline).
  backends::Caller caller(std::chrono::milliseconds budget = std::chrono::seconds(3)) const;
  const Session* session() const { return session_ ? &*session_ : nullptr; }
  const Form& form();

  std::string T(std::string_view key) const { return app.messages.Text(language, key); }
  std::string T(std::string_view key, view::Messages::Slots slots) const {
    return app.messages.Text(language, key, slots);
  }
  std::string Count(std::string_view key, std::int64_t count) const { return app.messages.Count(language, key, count); }
  /// T(prefix + value), or T(prefix + "other") when the catalogue has no such key: for states and kinds that peers may
  /// add.
  std::string Known(std::string_view prefix, std::string_view value) const;

  Reply Show(std::string_view template_name, Page page, int status = 200);
  Reply Fragment(std::string_view template_name, const view::Data& data, int status = 200);
  Reply SeeOther(std::string_view path) const;           ///< 303; only to paths of our own ("/…"), else to "/".
  Reply Fail(const backends::Failure& failure);          ///< The designed page for what a peer answered instead.
  Reply Problem(int status, std::string_view sentence);  ///< A designed page: 404, 403, 409, 422, 429, 500, 503.
  Reply NotFound() { return Problem(404, T("problem.404.text")); }
  Reply ToSignIn() const;  ///< To /vao, coming back here after (for a POST: to its page).

  /// A sentence shown once at the top of the next personal page. `kind`: "good" or "bad".
  void Flash(std::string_view kind, std::string_view sentence);
  /// What a failed action says to the person: the peer's own sentence, or ours when it has none.
  std::string Sentence(const backends::Failure& failure) const;

  std::string ReadCookie(std::string_view name) const { return std::string(request.Cookie(name)); }
  void Set(Cookie cookie) { cookies_.push_back(std::move(cookie)); }
  void Drop(std::string_view name, bool http_only = true) { Set({name, "", std::chrono::seconds(-1), http_only}); }
  void SignedIn(const backends::Tokens& tokens);  ///< Gives the browser its session cookies.
  void SignedOut();

  const std::string& device() const { return device_; }  ///< The browser's random name; empty on pages for everyone.
  std::string FormToken() const;
  bool HasFormToken();         ///< Whether the form sent carries this browser's token.
  bool WantsFragment() const;  ///< An island asked (X-Fragment: 1).

  void Tag(std::string tag) { tags_.push_back(std::move(tag)); }  ///< What a page for everyone shows: see PageCache.
  const std::vector<std::string>& tags() const { return tags_; }

  Reply Finish(Reply reply) const;  ///< Cookies, Cache-Control and security headers; called by Mount.

 private:
  void OpenSession();
  void FillLayout(Page& page);

  const Kind kind_;
  std::optional<Session> session_;
  std::optional<Form> form_;
  std::string device_;
  std::vector<web::Cookie> cookies_;
  std::vector<std::string> tags_;
};

}  // namespace storefront::web
