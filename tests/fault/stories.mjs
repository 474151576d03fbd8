// Lives of orders that between them place, pay, refund, settle and pay out in every way there is.
import * as lives from './lives.mjs';
import * as operators from './operators.mjs';

const bought = (world, choice) => [lives.placing(world, 'vietqr', choice), lives.transferring(), lives.accepting(), lives.packing()];

/** Name → the steps of a new life. */
export const stories = {
  'paid by transfer, delivered, paid out': (world) => [
    ...bought(world, { quantity: 2 }), lives.delivering({ silent: true }), operators.payingOut(), operators.takingBankAnswer()],
  'cash on delivery, remitted, paid out': (world) => [
    lives.placing(world, 'cod', { carrier: 'ghn' }), lives.accepting(), lives.packing(), lives.delivering(), operators.takingStatement(),
    operators.carrierPaying(), operators.matchingStatement(), operators.payingOut(), operators.takingBankAnswer()],
  'paid at MoMo, cancelled, refunded': (world) => [
    lives.placing(world, 'momo'), lives.goingToProvider(), lives.payingAtProvider(), lives.cancelling()],
  'paid at MoMo, accepted in part, refunded in part': (world) => [
    lives.placing(world, 'momo', { quantity: 3 }), lives.goingToProvider(), lives.payingAtProvider(), lives.acceptingPart(2)],
  'paid at VNPAY, left unanswered, cancelled by the clock, refunded': (world) => [
    lives.placing(world, 'vnpay'), lives.goingToProvider(), lives.payingAtProvider(), lives.leavingUnanswered()],
  'paid at a silent MoMo, packed, cancelled, refunded': (world) => [
    lives.placing(world, 'momo'), lives.goingToProvider(), lives.payingAtProvider(true), lives.accepting(), lives.packing(),
    lives.callingOff()],
  'paid at a silent VNPAY, cancelled, refunded': (world) => [
    lives.placing(world, 'vnpay'), lives.goingToProvider(), lives.payingAtProvider(true), lives.cancelling()],
  'paid at a silent ZaloPay, cancelled, refunded': (world) => [
    lives.placing(world, 'zalopay'), lives.goingToProvider(), lives.payingAtProvider(true), lives.cancelling()],
  'paid by transfer, came back, refunded by hand': (world) => [
    lives.placing(world, 'vietqr', { carrier: 'ghn' }), lives.transferring(), lives.accepting(), lives.packing(true), lives.delivering({ back: true }),
    operators.refundingByHand()],
  'paid by transfer, sent in two parts': (world) => [
    lives.placing(world, 'vietqr', { quantity: 3 }), lives.transferring(), lives.accepting(), lives.splitting(1)],
  'delivered, given back, refunded by the bank, which bounces': (world) => [
    ...bought(world), lives.delivering(), lives.askingReturn(), lives.agreeingReturn(), lives.receivingReturn(), operators.namingAccount(),
    operators.makingRefundRound(), operators.refundBouncing(), operators.makingRefundRound(), operators.confirmingRefund(),
    operators.refundCameBack(), operators.makingRefundRound(), operators.refundSent()],
  'delivered, disputed, the rest paid out, which bounces': (world) => [
    ...bought(world), lives.delivering(), lives.openingDispute(), lives.answeringDispute(), operators.decidingDispute(50_000),
    operators.refundingByHand(), operators.payingOut(), operators.payoutBouncing(), operators.tryingAgain(), operators.payingOut({ wait: false }),
    operators.confirmingPayout(), operators.payoutCameBack(), operators.payingOutByHand(), operators.tryingAgain()],
  'paid by transfers that nobody can place, cancelled': (world) => [
    lives.placing(world, 'vietqr'), operators.transferringBlindly(), operators.matchingReceipt(), operators.transferringBlindly(),
    operators.returningReceipt(), operators.transferringBlindly(), operators.explainingLine(), operators.undoingExplanation(), lives.shopDoes('cancel', 'cancelling', 'cancel', { reason: 'out-of-stock' }, ['cancelled']), operators.refundingByHand()],
  'never paid': (world) => [lives.placing(world, 'vietqr'), lives.runningOut()],
  'never paid, payments away': (world) => [lives.placing(world, 'vietqr'), lives.givingUp(), lives.payingWakesUp()],
};
