#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "orders/flows/dispute_order.hpp"
#include "orders/flows/evidence.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/http/case_json.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/read.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::size_t kNoteLength = 600;
/// What disputes are listed by: a state, or what waits for the operators.
constexpr std::array<std::string_view, 6> kDisputeLists{"open",    "answered",  "unanswered",
                                                        "decided", "withdrawn", kToDecide};
constexpr std::int64_t kMostDong = 1'000'000'000'000;

/// Runs `deed` under the request's Idempotency-Key, which is required, and answers what it made.
template <class Deed>
Reply Keyed(const Site& site, const Request& request, std::string_view caller, int status, Deed deed) {
  return keel::idempotency::Run(site.context.pool, request, caller, site.context.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto done = deed(transaction);
                                  if (!done) return done.error();
                                  return Private(status, ToJson(*done));
                                });
}

/// With the telephone of who is signed in, so that it may be the order's. Errors: kUnavailable "peer-unavailable".
Result<BuyerProof> WithOwnTelephone(const Site& site, BuyerProof proof) {
  if (!proof.account_id || !site.ask_index) return proof;
  auto index = site.ask_index(*proof.account_id);
  if (!index) return index.error();
  proof.phone_index = *std::move(index);
  return proof;
}

/// Who asks: anybody who knows code and phone, or also whose telephone it is that is signed in.
enum class Asker : std::uint8_t { kKnowsIt, kHimself };

/// A buyer's request: what is asked, of which order or case, and who asks.
template <class Deed>
Result<Reply> ByBuyer(const Site& site, const Request& request, const std::string& about, int status,
                      const std::function<void(Fields&)>& read, Deed deed, Asker asker = Asker::kKnowsIt) {
  const auto signed_in = SignedProof(site.verifier, request);
  if (!signed_in) return signed_in.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  read(in);
  auto proof = ReadProof(in, *signed_in);
  if (proof && asker == Asker::kHimself) proof = WithOwnTelephone(site, *std::move(proof));
  if (!proof) return proof.error();
  return site.lookups.Guard(request, about, [&]() -> Result<Reply> {
    return Keyed(site, request, about, status,
                 [&](keel::sql::Transaction& transaction) { return deed(transaction, *proof); });
  });
}

std::vector<std::string> ReadPhotos(Fields& in) {
  std::vector<std::string> photos;
  if (!in.Has("photos")) return photos;
  for (const auto& photo : in.Array("photos", kMostPhotos)) {
    const bool good = photo.is_string() && photo.get_ref<const std::string&>().starts_with("med_") &&
                      photo.get_ref<const std::string&>().size() == 30;
    if (!good) {
      in.Fail({keel::Kind::kInvalid, "field-unknown-value", "That is no photo.", "photos"});
      return {};
    }
    photos.push_back(photo.get<std::string>());
  }
  return photos;
}

Result<Reply> PostReturn(const Site& site, const Request& request) {
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  ReturnWish wish;
  return ByBuyer(
      site, request, code->text(), 201,
      [&](Fields& in) {
        for (const LineChange& line : ReadLines(in).lines) wish.lines.emplace_back(line.line, line.quantity);
        wish.reason = in.OneOf("reason", kReturnReasons);
        wish.note = in.MaybeText("note", kNoteLength).value_or("");
        wish.photos = ReadPhotos(in);
      },
      [&](keel::sql::Transaction& transaction, const BuyerProof& proof) {
        auto asked = AskReturn(transaction, site.context, *code, proof, wish);
        if (asked)
          if (const auto sent = CheckEvidence(transaction.session(), asked->order_id, wish.photos); !sent)
            asked = sent.error();
        return asked;
      });
}

Result<Reply> PostDispute(const Site& site, const Request& request) {
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  DisputeWish wish;
  return ByBuyer(
      site, request, code->text(), 201,
      [&](Fields& in) {
        wish.claim = in.Word("claim", kClaims);
        wish.note = in.Text("note", 1, kNoteLength);
        wish.photos = ReadPhotos(in);
        const auto about = in.MaybeText("return_id", 30).value_or("");
        if (about.empty()) return;
        const auto id = ReturnId::Parse(about);
        if (id)
          wish.refused_return = *id;
        else
          in.Fail(id.error());
      },
      [&](keel::sql::Transaction& transaction, const BuyerProof& proof) {
        auto opened = OpenDispute(transaction, site.context, *code, proof, wish);
        if (opened)
          if (const auto sent = CheckEvidence(transaction.session(), opened->order_id, wish.photos); !sent)
            opened = sent.error();
        return opened;
      });
}

Result<Reply> WithdrawOne(const Site& site, const Request& request, bool is_return) {
  const std::string text(request.Param("id"));
  const auto nothing = [](Fields&) {};
  if (is_return) {
    const auto id = ReturnId::Parse(text);
    if (!id) return id.error();
    return ByBuyer(
        site, request, text, 200, nothing,
        [&](keel::sql::Transaction& transaction, const BuyerProof& proof) {
          return WithdrawReturn(transaction, site.context, *id, proof);
        },
        Asker::kHimself);
  }
  const auto id = DisputeId::Parse(text);
  if (!id) return id.error();
  return ByBuyer(
      site, request, text, 200, nothing,
      [&](keel::sql::Transaction& transaction, const BuyerProof& proof) {
        return WithdrawDispute(transaction, site.context, *id, proof);
      },
      Asker::kHimself);
}

/// A shop's or operator's deed with a body.
template <class Id, class Read, class Deed>
Result<Reply> ByHouse(const Site& site, const Request& request, const Principal& who, Read read, Deed deed) {
  const auto id = Id::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto wish = read(in);
  if (!in.ok()) return in.error();
  return Keyed(site, request, who.subject, 200,
               [&](keel::sql::Transaction& transaction) { return deed(transaction, *id, wish); });
}

Result<Reply> Answer(const Site& site, const Request& request, const Principal& who, bool agreed) {
  return ByHouse<ReturnId>(
      site, request, who, [](Fields& in) { return in.MaybeText("note", kNoteLength).value_or(""); },
      [&](keel::sql::Transaction& transaction, const ReturnId& id, const std::string& note) {
        return AnswerReturn(transaction, site.context, who, id, agreed, note);
      });
}

Result<Reply> Receive(const Site& site, const Request& request, const Principal& who) {
  return ByHouse<ReturnId>(
      site, request, who, [](Fields& in) { return in.OneOf("fate", kReturnFates); },
      [&](keel::sql::Transaction& transaction, const ReturnId& id, ReturnFate fate) {
        return ReceiveReturn(transaction, site.context, who, id, fate);
      });
}

Result<Reply> AnswerClaim(const Site& site, const Request& request, const Principal& who) {
  return ByHouse<DisputeId>(
      site, request, who, [](Fields& in) { return in.Text("answer", 1, kNoteLength); },
      [&](keel::sql::Transaction& transaction, const DisputeId& id, const std::string& answer) {
        return AnswerDispute(transaction, site.context, who, id, answer);
      });
}

Result<Reply> Decide(const Site& site, const Request& request, const Principal& who) {
  return ByHouse<DisputeId>(
      site, request, who,
      [](Fields& in) { return std::pair(in.Dong("refund", 0, kMostDong), in.Text("note", 1, kNoteLength)); },
      [&](keel::sql::Transaction& transaction, const DisputeId& id, const std::pair<keel::Money, std::string>& wish) {
        return DecideDispute(transaction, site.context, who, id, wish.first, wish.second);
      });
}

template <class List, std::size_t N>
Result<Reply> ListOf(const Request& request, const Site& site, const Principal& who, std::string_view prefix,
                     const std::array<std::string_view, N>& states, List list) {
  const auto limit = LimitFrom(request);
  if (!limit) return limit.error();
  const auto before = CursorFrom(request, prefix);
  if (!before) return before.error();
  const auto shop = MaybeIdFrom<ShopId>(request, "shop_id");
  if (!shop) return shop.error();
  const auto state = request.QueryOr("state", "");
  if (!state.empty() && std::ranges::find(states, state) == states.end())
    return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "That is no state.", "state"};
  const auto found = list(site.context, who, *shop, state, *before, *limit + 1);
  if (!found) return found.error();
  json body{{"items", json::array()}};
  for (std::size_t i = 0; i < found->size() && i < static_cast<std::size_t>(*limit); ++i)
    body["items"].push_back(ToJson((*found)[i]));
  if (found->size() > static_cast<std::size_t>(*limit))
    body["next"] = CursorOf((*found)[static_cast<std::size_t>(*limit) - 1].id.text());
  return PrivateRead(request, body);
}

}  // namespace

void MountCaseRoutes(keel::http::Server& server, const Site& site) {
  keel::http::Routes routes(server, site.verifier, std::cref(site));
  const auto open = [&](std::string_view path, auto deed) { routes.Open(Method::kPost, path, deed); };
  const auto signed_in = [&](std::string_view path, auto deed) { routes.Signed(Method::kPost, path, deed); };
  open("/v1/orders/:key/returns", PostReturn);
  open("/v1/orders/:key/disputes", PostDispute);
  open("/v1/returns/:id/withdraw", [](const Site& s, const Request& r) { return WithdrawOne(s, r, true); });
  open("/v1/disputes/:id/withdraw", [](const Site& s, const Request& r) { return WithdrawOne(s, r, false); });
  signed_in("/v1/returns/:id/agree",
            [](const Site& s, const Request& r, const Principal& who) { return Answer(s, r, who, true); });
  signed_in("/v1/returns/:id/refuse",
            [](const Site& s, const Request& r, const Principal& who) { return Answer(s, r, who, false); });
  signed_in("/v1/returns/:id/receive", Receive);
  signed_in("/v1/disputes/:id/answer", AnswerClaim);
  signed_in("/v1/disputes/:id/decide", Decide);
  server.Work(Method::kGet, "/v1/returns", Signed(site.verifier, [&site](const Request& request, const Principal& who) {
                return ListOf(request, site, who, "ret_", kReturnStates, ListReturns);
              }));
  server.Work(Method::kGet, "/v1/disputes",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) {
                return ListOf(request, site, who, "dis_", kDisputeLists, ListDisputes);
              }));
}

}  // namespace orders
