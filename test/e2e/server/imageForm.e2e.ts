import { describeImageForm } from '../support/describeImageForm';

describeImageForm('current');
