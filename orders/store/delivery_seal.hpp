#pragma once
#include <string>
#include <string_view>

#include "keel/crypto/sealed.hpp"
#include "orders/domain/order.hpp"

/// Personal fields of a purchase at rest: one sealed document, and a keyed hash of the phone to compare by.
namespace orders {

std::string Seal(const Delivery& delivery, const keel::crypto::FieldKey& key);
/// Throws std::runtime_error if the bytes were tampered with.
Delivery Unseal(std::string_view sealed, std::string province_code, std::string commune_code,
                const keel::crypto::FieldKey& key);
std::string PhoneIndex(const Phone& phone, const keel::crypto::FieldKey& key);

}  // namespace orders
