#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "shipping-adapters/domain/tracking.hpp"

namespace shipping::vnpost {

struct Meaning {
  std::string_view code;
  std::optional<ShipmentState> state;
  unsigned flags;
  std::string_view name;  ///< As people at the post office say it; used where the answer has no statusName.
};

/// The codes several public integrations agree on. 25–27 and whatever else may come are unknown: kept, moving nothing.
inline constexpr std::array<Meaning, 27> kMeanings{{
    {"0", ShipmentState::kCreated, 0, "Đơn nháp"},
    {"1", ShipmentState::kCreated, 0, "Đã tạo đơn"},
    {"2", ShipmentState::kCreated, 0, "Bưu tá đã nhận yêu cầu thu gom"},
    {"3", ShipmentState::kCreated, 0, "Chờ xác nhận"},
    {"4", ShipmentState::kCreated, 0, "Đang thu gom"},
    {"5", ShipmentState::kCreated, kPickupProblem, "Thu gom không thành công"},
    {"6", ShipmentState::kPickedUp, 0, "Đã thu gom"},
    {"7", ShipmentState::kPickedUp, 0, "Bưu cục đã nhận"},
    {"8", ShipmentState::kCreated, kPickupProblem, "Thu gom thất bại"},
    {"9", ShipmentState::kCancelled, 0, "Huỷ thu gom"},
    {"10", ShipmentState::kInTransit, 0, "Đang vận chuyển"},
    {"11", ShipmentState::kInTransit, 0, "Đã đến bưu cục phát"},
    {"12", ShipmentState::kOutForDelivery, 0, "Đang phát"},
    {"13", ShipmentState::kInTransit, 0, "Chuyển tiếp"},
    {"14", ShipmentState::kDelivered, 0, "Phát thành công"},
    {"15", ShipmentState::kDeliveryFailed, 0, "Phát không thành công"},
    {"16", ShipmentState::kReturning, 0, "Chờ duyệt chuyển hoàn"},
    {"17", ShipmentState::kReturning, 0, "Đã duyệt chuyển hoàn"},
    {"18", ShipmentState::kReturning, 0, "Bắt đầu chuyển hoàn"},
    {"19", ShipmentState::kReturned, 0, "Đã chuyển hoàn"},
    {"20", ShipmentState::kReturned, kPartial, "Chuyển hoàn một phần"},
    {"21", ShipmentState::kDelivered, kCodSettled, "Đã trả tiền thu hộ cho người gửi"},
    {"22", ShipmentState::kCancelled, 0, "Huỷ đơn"},
    {"23", ShipmentState::kDelivered, kPartial, "Phát một phần"},
    {"24", ShipmentState::kReturning, 0, "Đang chuyển hoàn"},
    {"28", std::nullopt, 0, "Đã thanh toán cước"},
    {"29", ShipmentState::kCancelled, 0, "Đã trả phí huỷ đơn"},
}};

/// Null for a code nobody told of.
constexpr const Meaning* MeaningOf(std::string_view code) {
  for (const auto& meaning : kMeanings)
    if (meaning.code == code) return &meaning;
  return nullptr;
}

}  // namespace shipping::vnpost
