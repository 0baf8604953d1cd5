const { testFilesOf } = require('./testFiles.cjs');

// The unit tests of the folder that mutation testing changes, as one file: loading the modules takes longer than the
// tests, and so they load once for each change.
for (const file of testFilesOf(process.env.MUTATED_FOLDER).together) require(file);
