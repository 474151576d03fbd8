#pragma once
#include <nlohmann/json_fwd.hpp>

#include "payments/domain/commission.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/look.hpp"
#include "payments/flows/send_money.hpp"

/// The shapes of docs/api/payments.yaml.
namespace payments {

nlohmann::json ToJson(const IntentView& view);  ///< As the payer sees it.
nlohmann::json ToJson(const Intent& intent);    ///< As operators see it: with the purchase and every amount.
nlohmann::json ToJson(const Attempt& attempt);  ///< As the payer sees it.
nlohmann::json ToJson(const RefundJob& job);
nlohmann::json ToJson(const Receipt& receipt);
nlohmann::json ToJson(const ReceiptView& view);
nlohmann::json ToJson(const Net& net);
nlohmann::json ToJson(const PartyMoney& money);
nlohmann::json ToJson(const OrderView& view);
nlohmann::json ToJson(const AccountRow& account, const PartyNames& names);
nlohmann::json ToJson(const EntryRow& entry);
nlohmann::json ToJson(const CommissionRule& rule);
nlohmann::json ToJson(const TaxRule& rule);
nlohmann::json ToJson(const WithholdingRule& rule);
nlohmann::json ToJson(const TaxBucket& bucket);
nlohmann::json ToJson(const TaxThreshold& threshold);
nlohmann::json ToJson(const LedgerStore::PeriodRow& period);

}  // namespace payments
