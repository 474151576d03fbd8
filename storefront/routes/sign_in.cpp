#include "storefront/routes/mount.hpp"
#include "storefront/routes/parts/cart_of.hpp"
#include "storefront/routes/parts/typed.hpp"

/// /vao: signing in by phone. The number, then the code that was sent to it; between the two, a sealed cookie remembers
/// which challenge this browser is answering and where it wanted to go.
namespace storefront {
namespace {

constexpr std::string_view kChallengeCookie = "cp_vao";
constexpr std::chrono::minutes kChallengeLife{10};
constexpr char kEnd = '\x1f';

struct Challenge {
  std::string id, phone_masked, next;
};

void KeepChallenge(Visit& visit, const Challenge& challenge) {
  const std::string text = challenge.id + kEnd + challenge.phone_masked + kEnd + challenge.next;
  visit.Set({kChallengeCookie, visit.app.seal.Close(text, "challenge", visit.app.clock.Now() + kChallengeLife),
             kChallengeLife});
}

std::optional<Challenge> ReadChallenge(const Visit& visit) {
  const auto text = visit.app.seal.Open(visit.request.Cookie(kChallengeCookie), "challenge", visit.app.clock.Now());
  if (!text) return std::nullopt;
  const auto first = text->find(kEnd), second = text->find(kEnd, first + 1);
  if (second == std::string::npos) return std::nullopt;
  return Challenge{text->substr(0, first), text->substr(first + 1, second - first - 1), text->substr(second + 1)};
}

Reply Enter(Visit& visit, const backends::Tokens& tokens, const std::string& next) {
  visit.SignedIn(tokens);
  visit.Drop(kChallengeCookie);
  if (tokens.is_new && visit.language != view::Language::kVi) {
    auto caller = visit.caller(std::chrono::milliseconds(800));
    caller.token = tokens.access_token;
    static_cast<void>(visit.app.accounts.SaveLanguage(caller));  // Messages by telephone follow what is read here.
  }
  BringCartAlong(visit, tokens.access_token);
  return visit.SeeOther(next.empty() ? "/toi" : next);
}

Reply ShowSignIn(Visit& visit, bool by_password) {
  const std::string typed = visit.form().Text("tiep", 300);  // Of a form that was refused.
  const std::string next = typed.empty() ? visit.request.QueryOr("tiep", "") : typed;
  if (visit.session()) return visit.SeeOther(next.empty() ? "/toi" : next);
  Page page{.title = visit.T("sign-in.title"), .nav = "me", .indexed = false};
  page.data.Set("NEXT", next).Show("BY_PASSWORD", by_password);
  return visit.Show("pages/sign_in.html", std::move(page));
}

Reply ShowSignIn(Visit& visit) {
  return ShowSignIn(visit, visit.request.QueryOr("cach", "") == "mat-khau");
}

Reply SendCode(Visit& visit) {
  const std::string phone = visit.form().Text("dien_thoai", 32), next = visit.form().Text("tiep", 300);
  const auto sent = visit.app.accounts.SendCode(visit.caller(std::chrono::seconds(6)), phone);
  if (!sent) {
    if (sent.failure().down()) return visit.Fail(sent.failure());
    return Again(visit, ShowSignIn(visit, /*by_password=*/false), {FaultOf(visit, sent.failure())});
  }
  KeepChallenge(visit, {sent->challenge_id, sent->phone_masked, next});
  return visit.SeeOther("/vao/ma");
}

Reply ShowCode(Visit& visit) {
  const auto challenge = ReadChallenge(visit);
  if (!challenge) return visit.SeeOther("/vao");
  Page page{.title = visit.T("sign-in.code-title"), .nav = "me", .indexed = false};
  page.data.Set("PHONE", challenge->phone_masked).SetIfAny("INBOX", visit.app.settings.inbox_url);
  return visit.Show("pages/sign_in_code.html", std::move(page));
}

Reply TakeCode(Visit& visit) {
  const auto challenge = ReadChallenge(visit);
  if (!challenge) return visit.SeeOther("/vao");
  std::string code;
  for (const char c : visit.form().Text("ma", 20)) {
    if (c >= '0' && c <= '9') code += c;
  }
  const auto tokens = visit.app.accounts.Verify(visit.caller(), challenge->id, code, visit.form().Text("ten", 80));
  if (!tokens) {
    if (tokens.failure().down()) return visit.Fail(tokens.failure());
    visit.Flash("bad", visit.Sentence(tokens.failure()));
    return visit.SeeOther(tokens.failure().status == 409 ? "/vao" : "/vao/ma");
  }
  return Enter(visit, *tokens, challenge->next);
}

Reply TakePassword(Visit& visit) {
  const std::string next = visit.form().Text("tiep", 300);
  const auto tokens = visit.app.accounts.WithPassword(visit.caller(), visit.form().Text("dien_thoai", 32),
                                                      visit.form().Text("mat_khau", 200));
  if (!tokens) {
    if (tokens.failure().down()) return visit.Fail(tokens.failure());
    return Again(visit, ShowSignIn(visit, /*by_password=*/true), {FaultOf(visit, tokens.failure())});
  }
  return Enter(visit, *tokens, next);
}

/// Out of this browser at once; accounts is told if it listens (the session ends there by itself in time otherwise).
Reply SignOut(Visit& visit) {
  if (visit.session()) static_cast<void>(visit.app.accounts.SignOut(visit.caller(std::chrono::seconds(2))));
  visit.SignedOut();
  ForgetCart(visit);
  return visit.SeeOther("/");
}

}  // namespace

void MountSignIn(Mount& mount) {
  mount.Get("/vao", For::kVisitor, [](Visit& visit) { return ShowSignIn(visit); });
  mount.Post("/vao", For::kVisitor, SendCode);
  mount.Get("/vao/ma", For::kVisitor, ShowCode);
  mount.Post("/vao/ma", For::kVisitor, TakeCode);
  mount.Post("/vao/mat-khau", For::kVisitor, TakePassword);
  mount.Post("/ra", For::kVisitor, SignOut);
}

}  // namespace storefront
