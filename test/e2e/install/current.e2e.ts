import { describeInstallation } from '../support/describeInstallation';

describeInstallation('current');
