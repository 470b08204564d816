import type { Database } from '../lib/database.ts';
import { notFound } from '../lib/errors.ts';
import { single } from '../lib/utils.ts';
import type { Address } from '../models/users.ts';
import {
  clearDefaultAddress,
  findAddress,
  findAddresses,
  findUserById,
  insertAddress,
} from '../repositories/users.ts';

export interface Profile {
  userId: number;
  email: string;
  fullName: string;
  role: 'customer' | 'admin';
  addresses: Address[];
}

export async function profileOf(db: Database, userId: number): Promise<Profile> {
  const user = await findUserById(db, userId);
  if (user === undefined) throw notFound('UNKNOWN_USER', 'This account does not exist any more.');
  const { email, fullName, role } = user;
  return { userId, email, fullName, role, addresses: await findAddresses(db, userId) };
}

export async function addAddress(
  db: Database,
  userId: number,
  address: Pick<Address, 'label' | 'street' | 'postalCode' | 'city' | 'country' | 'isDefault'>,
): Promise<Address> {
  return db.transaction(async (tx) => {
    if (address.isDefault) await clearDefaultAddress(tx, userId);
    return single(await insertAddress(tx, { userId, ...address }));
  });
}

/** The address asked for, else the default one, with the name to write on the parcel. */
export async function deliveryAddressOf(
  db: Database,
  userId: number,
  addressId: number | undefined,
): Promise<{ name: string; street: string; postalCode: string; city: string; country: string }> {
  const user = await findUserById(db, userId);
  const address =
    addressId === undefined
      ? (await findAddresses(db, userId))[0]
      : await findAddress(db, userId, addressId);
  if (user === undefined || address === undefined) {
    throw notFound('UNKNOWN_ADDRESS', 'Choose one of the addresses of your account.');
  }
  const { street, postalCode, city, country } = address;
  return { name: user.fullName, street, postalCode, city, country };
}
