#include "accounts/store/challenge_store.hpp"

#include <algorithm>

#include "accounts/domain/names.hpp"
#include "accounts/store/account_store.hpp"
#include "keel/text/network.hpp"

namespace accounts {
namespace {

constexpr std::string_view kLock = R"sql(
  INSERT INTO throttle_subjects (subject_index, touched_at) VALUES (?, ?)
  ON DUPLICATE KEY UPDATE touched_at = VALUES(touched_at))sql";
constexpr std::string_view kSentToPhone = R"sql(
  SELECT COUNT(*), MIN(created_at), MAX(created_at) FROM code_challenges WHERE phone_index = ? AND created_at > ?)sql";
constexpr std::string_view kSentFromAddress = R"sql(
  SELECT COUNT(*), MIN(created_at), MAX(created_at) FROM code_challenges WHERE address_index = ? AND created_at > ?)sql";
constexpr std::string_view kSentFromDevice = R"sql(
  SELECT COUNT(*), MIN(created_at), MAX(created_at) FROM code_challenges WHERE device_index = ? AND created_at > ?)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO code_challenges
    (id, purpose, phone_index, phone_sealed, code_hash, address_index, device_index, created_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kFindToTry = R"sql(
  SELECT purpose, phone_sealed, code_hash, tries, expires_at, used_at IS NOT NULL
  FROM code_challenges WHERE id = ? FOR UPDATE)sql";
constexpr std::string_view kCountWrong = R"sql(UPDATE code_challenges SET tries = tries + 1 WHERE id = ?)sql";
constexpr std::string_view kMarkUsed = R"sql(UPDATE code_challenges SET used_at = ? WHERE id = ?)sql";
constexpr std::string_view kNoteHelp = R"sql(
  INSERT INTO help_asks (challenge_id, account_id, days) VALUES (?, ?, ?))sql";
constexpr std::string_view kHelpAsk = R"sql(SELECT account_id, days FROM help_asks WHERE challenge_id = ?)sql";
constexpr std::string_view kHelpAskedBy = R"sql(
  SELECT COUNT(*), MIN(c.created_at), MAX(c.created_at) FROM help_asks h JOIN code_challenges c ON c.id = h.challenge_id
  WHERE h.account_id = ? AND c.created_at > ?)sql";
constexpr std::string_view kTidyChallenges = R"sql(DELETE FROM code_challenges WHERE created_at < ? LIMIT 1000)sql";
constexpr std::string_view kTidySubjects = R"sql(DELETE FROM throttle_subjects WHERE touched_at < ? LIMIT 1000)sql";

/// Bound to the challenge and its purpose: a hash copied to another row fits nothing.
std::string HashCode(const keel::crypto::FieldKey& key, const Challenge& challenge, std::string_view code) {
  std::string context = "accounts.code.";
  context += kPurposeNames[std::size_t(challenge.purpose)];
  return key.BlindIndex(challenge.id.text() + " " + std::string(code), context);
}

}  // namespace

Subjects SubjectsOf(const keel::crypto::FieldKey& key, const Phone& phone, const Where& where) {
  Subjects subjects{PhoneIndex(key, phone), {}, {}};
  if (const auto network = keel::NetworkOf(where.address); !network.empty())
    subjects.address = key.BlindIndex(network, "accounts.address");
  if (!where.device.empty()) subjects.device = key.BlindIndex(where.device, "accounts.device");
  return subjects;
}

void ChallengeStore::Lock(const Subjects& subjects, keel::Instant now) {
  std::vector<std::string> all{subjects.phone};
  if (subjects.address) all.push_back(*subjects.address);
  if (subjects.device) all.push_back(*subjects.device);
  LockAll(std::move(all), now);
}

void ChallengeStore::LockAll(std::vector<std::string> subjects, keel::Instant now) {
  std::ranges::sort(subjects);
  for (const auto& one : subjects) transaction_.Execute(kLock, {one, now});
}

SendHistory ChallengeStore::History(const Subjects& subjects, keel::Instant now) {
  const auto read = [&](std::string_view statement, const std::string& subject) {
    auto rows = transaction_.Query(statement, {subject, now - kDay});
    rows.Next();
    return Sent{static_cast<int>(rows.Int(0)), rows.MaybeAt(1), rows.MaybeAt(2)};
  };
  SendHistory history;
  history.to_phone = read(kSentToPhone, subjects.phone);
  if (subjects.address) history.from_address = read(kSentFromAddress, *subjects.address);
  if (subjects.device) history.from_device = read(kSentFromDevice, *subjects.device);
  return history;
}

void ChallengeStore::Insert(const Challenge& challenge, const Phone& phone, const Subjects& subjects,
                            std::string_view code, keel::Instant now) {
  transaction_.Execute(kInsert, {challenge.id.text(), kPurposeNames[std::size_t(challenge.purpose)], subjects.phone,
                                 SealPhone(key_, phone), HashCode(key_, challenge, code), subjects.address,
                                 subjects.device, now, challenge.expires_at});
}

std::optional<ChallengeStore::Found> ChallengeStore::FindToTry(const ChallengeId& id) {
  auto rows = transaction_.Query(kFindToTry, {id.text()});
  if (!rows.Next()) return std::nullopt;
  return Found{Challenge{id, FromRowName<Purpose>(kPurposeNames, rows.Text(0)), static_cast<int>(rows.Int(3)),
                         rows.At(4), rows.Flag(5)},
               OpenPhone(key_, rows.Text(1)), rows.Text(2)};
}

bool ChallengeStore::Matches(const Found& found, std::string_view code) const {
  return keel::crypto::SameBytes(HashCode(key_, found.challenge, code), found.code_hash);
}

void ChallengeStore::CountWrong(const ChallengeId& id) {
  transaction_.Execute(kCountWrong, {id.text()});
}

void ChallengeStore::MarkUsed(const ChallengeId& id, keel::Instant now) {
  transaction_.Execute(kMarkUsed, {now, id.text()});
}

void ChallengeStore::NoteHelp(const ChallengeId& id, const HelpAsk& ask) {
  transaction_.Execute(kNoteHelp, {id.text(), ask.helper.text(), ask.days});
}

std::optional<ChallengeStore::HelpAsk> ChallengeStore::HelpAskOf(const ChallengeId& id) {
  auto rows = transaction_.Query(kHelpAsk, {id.text()});
  if (!rows.Next()) return std::nullopt;
  HelpAsk ask{AccountId::FromRow(rows.Text(0)), {}};
  if (const auto days = rows.MaybeInt(1)) ask.days = static_cast<int>(*days);
  return ask;
}

Sent ChallengeStore::HelpAskedBy(const AccountId& helper, keel::Instant now) {
  auto rows = transaction_.Query(kHelpAskedBy, {helper.text(), now - kDay});
  rows.Next();
  return {static_cast<int>(rows.Int(0)), rows.MaybeAt(1), rows.MaybeAt(2)};
}

std::int64_t ChallengeStore::Tidy(keel::Instant now) {
  return transaction_.Execute(kTidyChallenges, {now - 2 * kDay}) +
         transaction_.Execute(kTidySubjects, {now - 2 * kDay});
}

}  // namespace accounts
