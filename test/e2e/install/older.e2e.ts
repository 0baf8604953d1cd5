import { describeInstallation } from '../support/describeInstallation';

describeInstallation('older');
