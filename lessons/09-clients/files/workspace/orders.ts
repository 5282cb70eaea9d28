// Six new orders, each time you ask. Nothing to do in this file.
export interface Order {
  id: string;
  customer: string;
  item: string;
}

const wishes = [
  ['anna', 'tea'],
  ['ben', 'bread'],
  ['cleo', 'salt'],
  ['anna', 'honey'],
  ['ben', 'milk'],
  ['anna', 'plums'],
] as const;

export function newOrders(): Order[] {
  return wishes.map(([customer, item], index) => ({
    id: `${Date.now().toString(36)}-${index + 1}`,
    customer,
    item,
  }));
}
