#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "accounts/domain/names.hpp"
#include "accounts/domain/phone.hpp"
#include "keel/config/config.hpp"
#include "keel/http/fields.hpp"

/// Reading request bodies into domain types. Include from .cpp files only.
namespace accounts {

/// A phone number. Errors: kInvalid "phone-invalid", besides those of Fields.
std::optional<Phone> ReadPhone(keel::http::Fields& in, std::string_view name);
/// A password: kept as typed, blanks included, but in one Unicode form, so that two keyboards type the same.
keel::Secret ReadPassword(keel::http::Fields& in, const nlohmann::json& body);
/// An identifier. Errors: kInvalid "malformed-id".
template <class Id>
std::optional<Id> ReadId(keel::http::Fields& in, std::string_view name) {
  auto id = Id::Parse(in.Text(name, 1, 64));
  if (id) return *std::move(id);
  in.Fail(id.error());
  return std::nullopt;
}
/// One of an enum's names. Errors: kInvalid "field-unknown-value".
template <class Enum, std::size_t N>
Enum ReadName(keel::http::Fields& in, std::string_view name, const keel::Names<Enum, N>& names) {
  const auto found = FromName<Enum>(names, in.Text(name, 1, 64));
  if (!found) in.Fail({keel::Kind::kInvalid, "field-unknown-value", "Not one of the allowed values.", in.Name(name)});
  return found.value_or(Enum{});
}

}  // namespace accounts
