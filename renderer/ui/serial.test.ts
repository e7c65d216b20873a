import { describe, expect, it } from 'vitest';
import { groupSerial } from './serial.tsx';

describe('grouping a serial for reading', () => {
  it('never changes a character', () => {
    for (const serial of ['RS58411C', 'X084495', 'AB-12 345/6', '12345678-0001', 'Ü12', '*A1*', '', 'ABCDEFGHIJ']) {
      expect(groupSerial(serial).join('')).toBe(serial);
    }
  });
  it('cuts a vehicle’s number where its parts meet', () => {
    expect(groupSerial('1G4AH59H45G118341')).toEqual(['1G4', 'AH59H', '45G', '118341']);
    expect(groupSerial('12345678901234567')).not.toEqual(['123', '45678', '901', '234567']);
  });
  it('cuts where letters meet digits, and long runs', () => {
    expect(groupSerial('RS58411C')).toEqual(['RS', '584', '11', 'C']);
    expect(groupSerial('X084495')).toEqual(['X', '084', '495']);
    expect(groupSerial('AB-1234')).toEqual(['AB-', '1234']);
    expect(groupSerial('1234567')).toEqual(['1234', '567']);
    expect(groupSerial('1234567890123')).toEqual(['1234', '567', '890', '123']);
    expect(groupSerial('-7')).toEqual(['-', '7']);
  });
});
