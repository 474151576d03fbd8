// Lives of orders that between them place, pay, refund, settle and pay out in every way there is.
import * as lives from './lives.mjs';

/** Name → the steps of a new life. */
export const storiesIn = (world) => ({
  'paid by transfer, delivered, paid out': () => [
    lives.placing(world, 'vietqr', { quantity: 2 }), lives.transferring(), lives.accepting(), lives.packing(), lives.delivering({ silent: true }),
    lives.payingOut(), lives.takingBankAnswer()],
  'cash on delivery, remitted, paid out': () => [
    lives.placing(world, 'cod', { carrier: 'ghn' }), lives.accepting(), lives.packing(), lives.delivering(), lives.takingStatement(),
    lives.carrierPaying(), lives.matchingStatement(), lives.payingOut(), lives.takingBankAnswer()],
  'paid at MoMo, cancelled, refunded': () => [
    lives.placing(world, 'momo'), lives.goingToProvider(), lives.payingAtProvider(), lives.cancelling()],
  'paid at a silent MoMo, packed, cancelled, refunded': () => [
    lives.placing(world, 'momo'), lives.goingToProvider(), lives.payingAtProvider(true), lives.accepting(), lives.packing(),
    lives.cancelling()],
  'paid at a silent VNPAY, cancelled, refunded': () => [
    lives.placing(world, 'vnpay'), lives.goingToProvider(), lives.payingAtProvider(true), lives.cancelling()],
  'paid at a silent ZaloPay, cancelled, refunded': () => [
    lives.placing(world, 'zalopay'), lives.goingToProvider(), lives.payingAtProvider(true), lives.cancelling()],
  'paid by transfer, came back, refunded by hand': () => [
    lives.placing(world, 'vietqr', { carrier: 'ghn' }), lives.transferring(), lives.accepting(), lives.packing(true), lives.delivering({ back: true }),
    lives.refundingByHand()],
  'never paid': () => [lives.placing(world, 'vietqr'), lives.runningOut()],
});
