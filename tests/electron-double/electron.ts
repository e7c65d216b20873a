/**
 * A double of the `electron` module for tests, where Electron's runtime cannot be had. The built main and preload
 * bundles run unchanged under plain Node; windows are pages of a real Chromium.
 *
 * What is real: the page, its policy, its origin rules, sandboxed and isolated worlds, message ports, requests, dialogs
 * of unloading. What is asked of the app for real: navigation, new windows, permissions, every request. What is only
 * remembered: window frames and places, switches, menus, the operating system's sandbox. A name that is not here fails
 * the import, so nothing is doubled without being seen. Not seen is a port that a page closes while it stays open itself.
 */
import { app } from './app.ts';
import { BrowserWindow } from './browser-window.ts';
import { listenToTest } from './control.ts';
import { dialog, Menu, nativeImage, nativeTheme, powerMonitor, screen, shell } from './desktop.ts';
import { ipcMain } from './ipc-main.ts';
import { MessageChannelMain } from './message-ports.ts';
import { decideOutside } from './process.ts';
import { safeStorage } from './safe-storage.ts';
import { cancelsOutside, net, protocol, session } from './sessions.ts';

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeImage,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
};

decideOutside(async (url) => !(await cancelsOutside(url)));
listenToTest({ app, BrowserWindow, dialog, ipcMain, Menu, net, powerMonitor, protocol, screen, session, shell });
