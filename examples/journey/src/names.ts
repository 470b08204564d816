/** The two sides of the seam, as the broker knows them. */
export const SHOP = 'shop-monolith';
export const INVENTORY = 'inventory-service';
/** The release of the monolith that runs in production. */
export const SHOP_VERSION = '1.0.0';
export const ENVIRONMENT = 'production';
