// Package layers holds the test that keeps the arrows between the packages one way and the list of modules short.
package layers
