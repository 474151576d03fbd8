#pragma once
#include <string>
#include <string_view>

#include "keel/crypto/sealed.hpp"
#include "orders/domain/order.hpp"

/// Personal fields of a purchase at rest: one sealed document, and a keyed hash of the phone to compare by.
namespace orders {

/// Stands where a buyer's number was erased. No telephone has it, and Phone::Parse takes it from nobody.
inline constexpr std::string_view kNobodysPhone = "+84000000000";

std::string Seal(const Delivery& delivery, const keel::crypto::FieldKey& key);
/// Throws std::runtime_error if the bytes were tampered with.
Delivery Unseal(std::string_view sealed, std::string province_code, std::string commune_code,
                const keel::crypto::FieldKey& key);
std::string PhoneIndex(const Phone& phone, const keel::crypto::FieldKey& key);

}  // namespace orders
