import { describeExamples } from '../support/describeExamples';

describeExamples('current');
