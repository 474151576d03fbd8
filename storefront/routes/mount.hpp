#pragma once
#include <chrono>
#include <functional>
#include <string_view>
#include <vector>

#include "keel/http/server.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

using web::Page;
using web::Reply;
using web::Visit;

/// Who may see a personal page.
enum class For { kVisitor, kSignedIn, kOperator };

/// How a page for everyone is kept.
struct Keep {
  std::vector<std::string_view> queries = {};  ///< The query fields it depends on; others do not make another page.
  std::chrono::seconds life{60};               ///< At most this old, should an event ever not come.
};

/// Puts pages onto the server with all they have in common: session, form guards, cache, headers, designed failures.
class Mount {
 public:
  using Handler = std::function<Reply(Visit&)>;
  Mount(App& app, keel::http::Server& server) : app_(app), server_(server) {}

  /// A page that is the same bytes for everybody, kept rendered and compressed, dropped by the tags its handler names
  /// (Visit::Tag). Answered on the I/O thread while kept. The handler sees no session and no cookies.
  void Everyone(std::string_view pattern, Keep keep, Handler handler);
  /// A page that depends on who asks. Never cached. kSignedIn: others are sent to /vao and come back.
  void Get(std::string_view pattern, For who, Handler handler);
  /// A form of a personal page: must come from our own pages and carry the form token.
  void Post(std::string_view pattern, For who, Handler handler);
  /// A form standing on pages for everyone, which hold no token: must come from our own pages.
  void PublicPost(std::string_view pattern, Handler handler);
  /// A file that does not change while we run, answered on the I/O thread.
  void File(std::string_view pattern, std::string content_type, std::string bytes, std::string cache_control);

  /// The pages of addresses that lead nowhere, and of faults in a handler.
  void Otherwise(Handler nothing_here, Handler fault);

  App& app() const { return app_; }

 private:
  Reply Personal(const keel::http::Request& request, For who, bool needs_token, const Handler& handler);
  App& app_;
  keel::http::Server& server_;
};

}  // namespace storefront
