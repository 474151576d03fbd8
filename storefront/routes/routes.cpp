#include "storefront/routes/routes.hpp"

namespace storefront {

/// Each stands in the file named after it: MountHome in home.cpp.
using Mounter = void(Mount&);
Mounter MountHome, MountSearch, MountCategory, MountProduct, MountShop, MountCart, MountCheckout, MountReview,
    MountPurchase, MountOrder, MountSignIn, MountMe, MountReport, MountHelp, MountFiles, MountLanguage, MountProblems;
/// The working pages: seller/, cooperative/, operator/.
Mounter MountSellerHome, MountSellerCooperatives, MountOpenShop, MountEditShop, MountGoods, MountListProduct,
    MountEditProduct, MountSellerOrders, MountSellerMoney, MountCooperative, MountOffice, MountReceipts, MountBankLines,
    MountBankRefunds, MountClearing, MountStatement, MountPayouts, MountCod, MountDeclarations, MountFees,
    MountTaxRates;
/// An order's life after it was placed.
Mounter MountOrderCases, MountSellerCases, MountSellerSplit, MountCooperativeWaiting, MountDisputes;

/// People who act for each other: helping.cpp, seller/helpers.cpp.
Mounter MountHelping, MountHelpers;

/// What is kept of people: personal.cpp, operator/erasures.cpp.
Mounter MountPersonal, MountErasures;

/// Stock's whole life: lot.cpp, seller/stock.cpp, seller/harvests.cpp, cooperative/fills.cpp.
Mounter MountLot, MountStock, MountHarvests, MountFills;

void MountAll(Mount& mount) {
  MountHome(mount);
  MountSearch(mount);
  MountCategory(mount);
  MountProduct(mount);
  MountShop(mount);
  MountCart(mount);
  MountCheckout(mount);
  MountReview(mount);
  MountPurchase(mount);
  MountOrder(mount);
  MountSignIn(mount);
  MountMe(mount);
  MountPersonal(mount);
  MountHelping(mount);
  MountHelpers(mount);
  MountReport(mount);
  MountHelp(mount);
  MountFiles(mount);
  MountLanguage(mount);
  MountSellerHome(mount);
  MountSellerCooperatives(mount);
  MountOpenShop(mount);
  MountEditShop(mount);
  MountGoods(mount);
  MountListProduct(mount);
  MountEditProduct(mount);
  MountSellerOrders(mount);
  MountSellerMoney(mount);
  MountStatement(mount);
  MountCooperative(mount);
  MountOffice(mount);
  MountReceipts(mount);
  MountBankLines(mount);
  MountBankRefunds(mount);
  MountClearing(mount);
  MountOrderCases(mount);
  MountSellerCases(mount);
  MountSellerSplit(mount);
  MountCooperativeWaiting(mount);
  MountDisputes(mount);
  MountPayouts(mount);
  MountCod(mount);
  MountDeclarations(mount);
  MountFees(mount);
  MountTaxRates(mount);
  MountErasures(mount);
  MountLot(mount);
  MountStock(mount);
  MountHarvests(mount);
  MountFills(mount);
  MountProblems(mount);
}

}  // namespace storefront
