import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type Look, zoomed } from './viewer.tsx';

type OnLook = (change: (now: Look) => Look) => void;

/** Zooms where the wheel turns. Listened to by hand, because a page scrolls before React could keep it from it. */
export const useWheelZoom = (room: RefObject<HTMLElement | null>, onLook: OnLook, needsCtrl = false): void => {
  const latest = useRef(onLook);
  latest.current = onLook;
  useEffect(() => {
    const element = room.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (needsCtrl && !event.ctrlKey) return;
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const at = { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
      latest.current((now) => zoomed(now, Math.exp(-event.deltaY / 400), at));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [room, needsCtrl]);
};

/** Moves what is larger than its room by dragging it. */
export const useDragging = (onLook: OnLook) => {
  const [from, setFrom] = useState<{ x: number; y: number }>();
  const end = () => setFrom(undefined);
  return {
    dragging: from !== undefined,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setFrom({ x: event.clientX, y: event.clientY });
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (!from) return;
        const by = { x: event.clientX - from.x, y: event.clientY - from.y };
        setFrom({ x: event.clientX, y: event.clientY });
        onLook((now) => (now.zoom === 1 ? now : { ...now, x: now.x + by.x, y: now.y + by.y }));
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
};
