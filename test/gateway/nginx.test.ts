import { startNginx } from './gateway.js'
import { describeGateway } from './promises.js'

describeGateway('nginx', 'nginx-light', startNginx)
