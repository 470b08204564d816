import { notFound } from '../lib/errors.ts';
import type { StockView } from '../lib/inventory-gateway.ts';
import { settings } from '../lib/settings.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { groupBy, indexBy } from '../lib/utils.ts';
import type { Category, Product } from '../models/products.ts';
import {
  findCategories,
  findProductBySlug,
  findProducts,
  findProductsBySlugs,
  findVariantsOfProducts,
  type VariantRow,
} from '../repositories/products.ts';
import { findReviews, ratingOf } from '../repositories/reviews.ts';

export type Availability = 'in-stock' | 'low' | 'sold-out';

export interface ProductCard {
  slug: string;
  name: string;
  description: string;
  fromCents: number;
  variants: { sku: string; title: string; priceCents: number; availability: Availability }[];
}

/** The category and everything below it. */
function withDescendants(all: readonly Category[], slug: string): number[] {
  const root = all.find((category) => category.slug === slug);
  if (root === undefined) throw notFound('UNKNOWN_CATEGORY', `There is no category ${slug}.`);
  const ids = [root.id];
  for (const id of ids) {
    for (const child of all) if (child.parentId === id) ids.push(child.id);
  }
  return ids;
}

function availabilityOf(stock: StockView | undefined): Availability {
  if (stock === undefined || stock.available <= 0) return 'sold-out';
  return stock.available <= settings.lowStockThreshold ? 'low' : 'in-stock';
}

function toCard(
  product: Product,
  variants: readonly VariantRow[],
  stock: ReadonlyMap<string, StockView>,
): ProductCard {
  return {
    slug: product.slug,
    name: product.name,
    description: product.description,
    fromCents: variants.length === 0 ? 0 : Math.min(...variants.map((row) => row.priceCents)),
    variants: variants.map(({ sku, title, priceCents }) => ({
      sku,
      title,
      priceCents,
      availability: availabilityOf(stock.get(sku)),
    })),
  };
}

async function toCards(shop: ShopContext, products: Product[]): Promise<ProductCard[]> {
  if (products.length === 0) return [];
  const variants = await findVariantsOfProducts(
    shop.db,
    products.map((product) => product.id),
  );
  const skus = variants.map((variant) => variant.sku);
  const stock = skus.length === 0 ? [] : await shop.inventory.stockOfMany(skus);
  const stockBySku = indexBy(stock, (view) => view.sku);
  const byProduct = groupBy(variants, (variant) => variant.productId);
  return products.map((product) => toCard(product, byProduct.get(product.id) ?? [], stockBySku));
}

export async function listProducts(
  shop: ShopContext,
  query: {
    category?: string | undefined;
    text?: string | undefined;
    limit: number;
    offset: number;
  },
): Promise<ProductCard[]> {
  const categoryIds =
    query.category === undefined
      ? undefined
      : withDescendants(await findCategories(shop.db), query.category);
  const { text, limit, offset } = query;
  return toCards(shop, await findProducts(shop.db, { categoryIds, text, limit, offset }));
}

export async function productDetail(shop: ShopContext, slug: string) {
  const product = await findProductBySlug(shop.db, slug);
  if (product === undefined) throw notFound('UNKNOWN_PRODUCT', `There is no product ${slug}.`);
  const [card] = await toCards(shop, [product]);
  const rating = await ratingOf(shop.db, product.id);
  const reviews = await findReviews(shop.db, product.id);
  return { ...card, rating, reviews };
}

/** Names for the strip "recently viewed", in the order of the visit. */
export async function namesOf(
  shop: ShopContext,
  slugs: string[],
): Promise<{ slug: string; name: string }[]> {
  if (slugs.length === 0) return [];
  const bySlug = indexBy(await findProductsBySlugs(shop.db, slugs), (product) => product.slug);
  return slugs.flatMap((slug) => bySlug.get(slug) ?? []);
}
