// Every point at which a process is killed (keel/fault): each commit and each question to the outside of placing, paying, refunding,
// settling and paying out, by the life (stories.mjs) and the step (lives.mjs) that passes it first. phase_kills.test.mjs dies at each,
// and fails when an undisturbed life passes one that does not stand here.

/** Before and after the commit of what `doing` names. */
const commit = (doing) => [`${doing}: before commit`, `${doing}: after commit`];
/** Before asking, and after the answer came. */
const ask = (doing, whom) => [`${doing}: before asking ${whom}`, `${doing}: after ${whom} answered`];

export const points = {
  'paid by transfer, delivered, paid out': {
    place: {
      orders: commit('place'),
      payments: commit('hear orders purchase.placed'),
    },
    pay: {
      orders: [...commit('hear payments payment.secured'), ...commit('hear orders order.state-changed')],
      payments: commit('POST /webhooks/:provider'),
    },
    accept: {
      orders: commit('POST /v1/orders/:key/accept'),
      payments: commit('hear orders order.state-changed'),
      shipping: commit('hear orders order.state-changed'),
    },
    pack: {
      orders: [...commit('POST /v1/orders/:key/pack'), ...commit('hear shipping shipment.booked'),
        ...ask('GET /internal/orders/:id/consignment', 'accounts GET /internal/parties/:id/contact')],
      shipping: [...commit('book-parcel: claim'), ...ask('book-parcel: consign', 'orders GET /internal/orders/:id/consignment'),
        ...commit('book-parcel: consign'), ...ask('book-parcel', 'vnpost GET /getOrder'),  // Was it booked before the crash?
        ...ask('book-parcel', 'vnpost POST /CreateOrder'), ...commit('book-parcel: succeed')],
    },
    deliver: {
      orders: commit('hear shipping shipment.moved'),
      payments: [...commit('hear shipping shipment.moved'), ...commit('settle-order')],
      shipping: [...commit('polling'), ...ask('follow-parcel', 'vnpost GET /GetStatusHistoryOrder'), ...commit('follow-parcel')],
    },
    'pay-out': { payments: commit('POST /v1/payout-batches') },
    'take-answer': { payments: commit('POST /v1/payout-batches/:id/result') },
  },
  'cash on delivery, remitted, paid out': {
    pack: { shipping: [...ask('book-parcel', 'ghn POST /v2/shipping-order/detail-by-client-code'), ...ask('book-parcel', 'ghn POST /v2/shipping-order/create')] },
    deliver: { shipping: [...commit('POST /webhooks/ghn/:secret'), ...ask('follow-parcel', 'ghn POST /v2/shipping-order/detail'), ...commit('confirming')] },
    'take-statement': { payments: commit('POST /v1/cod/remittances') },
    'match-statement': { payments: commit('POST /v1/cod/remittances/:id/match') },
  },
  'paid at MoMo, cancelled, refunded': {
    'go-to-provider': {
      payments: [...commit('open-attempt: prepare'), ...ask('open-attempt', 'momo POST /v2/gateway/api/create'),
        ...ask('open-attempt', 'momo POST /v2/gateway/api/query'), ...commit('open-attempt: conclude')],
    },
    cancel: {
      orders: commit('POST /v1/orders/:key/cancel'),
      payments: [...commit('owe-for-order'), ...commit('hear orders order.refund-due'), ...commit('plan-refund'), ...commit('carry-refund: claim'), ...ask('carry-refund', 'momo POST /v2/gateway/api/refund'),
        ...ask('carry-refund', 'momo POST /v2/gateway/api/query'), ...commit('carry-refund: conclude')],
    },
  },
  'paid at a silent MoMo, packed, cancelled, refunded': {
    pay: { payments: [...ask('follow-attempt', 'momo POST /v2/gateway/api/query'), ...commit('follow-attempt')] },
    pack: { shipping: commit('POST /webhooks/vnpost') },
    cancel: {
      shipping: [...commit('cancel-parcel: claim'), ...ask('cancelling', 'vnpost GET /getOrder'), ...ask('cancelling', 'vnpost POST /orderCancel'),
        ...commit('cancel-parcel: settle')],
    },
  },
  'paid at a silent VNPAY, cancelled, refunded': {
    pay: { payments: ask('follow-attempt', 'vnpay POST /merchant_webapi/api/transaction') },
    cancel: { payments: ask('carry-refund', 'vnpay POST /merchant_webapi/api/transaction') },
  },
  'paid at a silent ZaloPay, cancelled, refunded': {
    'go-to-provider': { payments: [...ask('open-attempt', 'zalopay POST /v2/create'), ...ask('open-attempt', 'zalopay POST /v2/query')] },
    pay: { payments: ask('follow-attempt', 'zalopay POST /v2/query') },
    cancel: { payments: [...ask('carry-refund', 'zalopay POST /v2/refund'), ...ask('carry-refund', 'zalopay POST /v2/query_refund')] },
  },
  'paid by transfer, came back, refunded by hand': {
    pack: { shipping: commit('book-parcel: fail') },
    'come-back': { payments: commit('take-order-back') },
    'refund-by-hand': { payments: commit('POST /v1/intents/:id/refund') },
  },
  'never paid': {
    'run-out': { orders: commit('hear payments payment.failed'), payments: commit('expire-intents') },
  },
};

/** What is passed beside: numbering and reading of feeds, messages and reminders to people, carriers' lists and tokens, sweeps of what is old. */
export const beside = [/^acceptance-clocks: /, /^[a-z -]+: (before asking|after) (ghn|vnpost) .*(master-data|getNew|GetAccessToken)/, /^number events: /, /^hear \w+: /, /^send-messages: /, /^idempotency-sweep: /, /^outbox-sweep: /, /^sweep-carts: /, /^elsewhere: /];
