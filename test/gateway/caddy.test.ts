import { startCaddy } from './gateway.js'
import { describeGateway } from './promises.js'

describeGateway('caddy', 'caddy', startCaddy)
