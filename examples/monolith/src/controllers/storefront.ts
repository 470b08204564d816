import { type Request, Router } from 'express';
import { type Html, html, page } from '../lib/html.ts';
import { formatCents } from '../lib/money.ts';
import type { ShopContext } from '../lib/shop-context.ts';
import { type Availability, listProducts, namesOf, productDetail } from '../services/browse.ts';
import { countVisit } from '../services/visits.ts';

const AVAILABILITY_TEXT: Record<Availability, string> = {
  'in-stock': 'in stock',
  low: 'only a few left',
  'sold-out': 'sold out',
};

const REMEMBERED = 6;

function remember(req: Request, slug: string): void {
  const others = (req.session.recentlyViewed ?? []).filter((known) => known !== slug);
  req.session.recentlyViewed = [slug, ...others].slice(0, REMEMBERED);
}

function recentlyViewed(products: readonly { slug: string; name: string }[]): Html | '' {
  if (products.length === 0) return '';
  const links = products.map(
    ({ slug, name }) => html`<li><a href="/shop/${slug}">${name}</a></li>`,
  );
  return html`<aside><h2>Recently viewed</h2><ul>${links}</ul></aside>`;
}

export function storefrontRoutes(shop: ShopContext): Router {
  const router = Router();

  router.get('/', async (req, res) => {
    const products = await listProducts(shop, { limit: 48, offset: 0 });
    const seen = await namesOf(shop, req.session.recentlyViewed ?? []);
    await countVisit(shop, { path: '/', productSlug: null, sessionId: req.session.id });
    const cards = products.map(
      (product) => html`
        <li><a href="/shop/${product.slug}">${product.name}</a>
          <p>${product.description}</p><p class="price">from ${formatCents(product.fromCents)}</p></li>`,
    );
    res.send(
      page('Granite Goods', html`<ul class="products">${cards}</ul>${recentlyViewed(seen)}`),
    );
  });

  router.get('/shop/:slug', async (req, res) => {
    const { slug } = req.params;
    const product = await productDetail(shop, slug);
    remember(req, slug);
    await countVisit(shop, { path: req.path, productSlug: slug, sessionId: req.session.id });
    const rows = (product.variants ?? []).map(
      ({ title, sku, priceCents, availability }) => html`
        <tr><td>${title}</td><td>${sku}</td><td class="price">${formatCents(priceCents)}</td>
          <td class="${availability}">${AVAILABILITY_TEXT[availability]}</td></tr>`,
    );
    const name = product.name ?? slug;
    res.send(
      page(
        name,
        html`<h2>${name}</h2><p>${product.description}</p><table>${rows}</table>
          ${product.reviews.map((review) => html`<blockquote>${review.rating}/5 ${review.body}</blockquote>`)}`,
      ),
    );
  });

  return router;
}
