import { formatCents } from '../lib/money.ts';

/** What each template needs to be written. */
export interface TemplateData {
  'order-confirmation': {
    name: string;
    orderId: number;
    totalCents: number;
    lines: { sku: string; quantity: number }[];
  };
  'order-cancelled': { name: string; orderId: number; reason: string };
  'order-shipped': { name: string; orderId: number; carrier: string; trackingCode: string };
  'refund-made': { name: string; orderId: number; amountCents: number };
  'basket-reminder': { name: string; units: number };
}

export type TemplateName = keyof TemplateData;

type Templates = {
  [T in TemplateName]: (data: TemplateData[T]) => { subject: string; text: string };
};

const SIGNATURE = '\n\nYour team at Granite Goods';

const TEMPLATES: Templates = {
  'order-confirmation': ({ name, orderId, totalCents, lines }) => ({
    subject: `Your order ${orderId}`,
    text: [
      `Hello ${name},\n\nthank you for your order. We are packing:\n`,
      ...lines.map((line) => `  ${line.quantity} × ${line.sku}`),
      `\nTotal: ${formatCents(totalCents)}`,
    ].join('\n'),
  }),
  'order-cancelled': ({ name, orderId, reason }) => ({
    subject: `Order ${orderId} is cancelled`,
    text: `Hello ${name},\n\nyour order ${orderId} has been cancelled (${reason}). Nothing will be charged.`,
  }),
  'order-shipped': ({ name, orderId, carrier, trackingCode }) => ({
    subject: `Order ${orderId} is on its way`,
    text: `Hello ${name},\n\n${carrier} has your parcel. Follow it with the code ${trackingCode}.`,
  }),
  'refund-made': ({ name, orderId, amountCents }) => ({
    subject: `Refund for order ${orderId}`,
    text: `Hello ${name},\n\nwe have sent ${formatCents(amountCents)} back to you.`,
  }),
  'basket-reminder': ({ name, units }) => ({
    subject: 'Still thinking about it?',
    text: `Hello ${name},\n\n${units === 1 ? 'one article is' : `${units} articles are`} waiting in your basket.`,
  }),
};

export function renderEmail<T extends TemplateName>(
  template: T,
  data: TemplateData[T],
): { subject: string; body: string } {
  const { subject, text } = TEMPLATES[template](data);
  return { subject, body: text + SIGNATURE };
}
