// Package leaks holds the test that nothing which holds an object's values prints what reports must not print.
package leaks
