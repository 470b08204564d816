import { describeShop } from './support/shop-behaviour.ts';

describeShop('the shop on the embedded database', undefined);
